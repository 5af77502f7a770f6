"""Import a library without what it says of itself while it starts."""

import os
import re
import sys
from collections.abc import Generator
from contextlib import contextmanager

# As Abseil writes information, and what it writes before its first line; the time has its length
INFORMATION = re.compile(rb"I\d{4} \S+ +\d+ \S+:\d+\] |WARNING: All log messages before absl::Init")
MOST = 2**16  # bytes, as many as a pipe holds; what is more is lost


@contextmanager
def unsaid() -> Generator[None]:
    """Within it standard error waits; afterwards all is written but the lines of information.

    TensorFlow says on some processors that it uses oneDNN, and does so before its own setting of
    what is to be said counts.
    """
    if os.name != "posix" or sys.stderr is None:
        yield
        return
    sys.stderr.flush()
    said, say = os.pipe()
    os.set_blocking(say, False)
    person = os.dup(2)
    os.dup2(say, 2)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(person, 2)
        os.close(person)
        os.close(say)
        for line in os.read(said, MOST).splitlines(keepends=True):
            if not INFORMATION.match(line):
                os.write(2, line)
        os.close(said)
