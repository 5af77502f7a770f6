"""What a class is called in addresses and sessions: light, for pages that are in no class."""

SEAT = "class_seat"  # key of the session's place in a class
CLASS, TEACHER, PUPIL = "class", "teacher", "pupil"  # parameters
PRESENT = "present"  # the parameter of a board
