"""What a class is called in addresses and sessions: light, for pages that are in no class."""

SEAT = "class_seat"  # key of the session's place in a class
CLASS, TEACHER, PUPIL = "class", "teacher", "pupil"  # parameters
PRESENT = "present"  # the parameter of a board
NOTICE = "class_notice"  # key: why one is in a class no more, said once
TROUBLE = "class_trouble"  # key: why the class cannot be reached, if so
