"""What the system refuses, in words: the cause that it names, and what a person can do about it."""

import errno
from collections.abc import Mapping
from types import MappingProxyType

NO_LOCKS = (errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS)
"""What a disc that knows no locks answers; the first also where locks have run out."""

OTHER = ("cannot be used", "mend that")
IN_USE = ("is in use", "wait for what goes on there")
CAUSES: Mapping[tuple[int, ...], tuple[str, str]] = MappingProxyType(
    {
        (errno.ENOSPC, errno.EDQUOT): ("cannot be written", "free some space"),
        (errno.EFBIG,): ("cannot be written", "allow larger files (ulimit -f)"),
        (errno.EROFS,): ("cannot be written", "choose a disc that can be written"),
        (errno.EACCES, errno.EPERM): ("cannot be used", "give this account the right to use it"),
        NO_LOCKS: ("cannot be locked", "choose a disc that knows locks"),
        (errno.EMFILE, errno.ENFILE): ("cannot be opened", "allow more open files (ulimit -n)"),
        (errno.ENAMETOOLONG,): ("cannot be used", "give it a shorter name"),
        (errno.ENOENT,): ("is not there", "put it back"),
        (errno.EIO, errno.ESTALE, errno.ENODEV, errno.ENXIO, errno.ETIMEDOUT): (
            "cannot be reached",
            "look after its disc",
        ),
    }
)
"""For the error numbers of each kind, what that means for a file or folder, and what to do."""


def in_words(what: str, error: OSError) -> str:
    """One sentence, but for its full stop: a caller adds what is to be done after that.

    >>> in_words("The runs' folder", OSError(errno.ENOSPC, "No space left on device"))
    "The runs' folder cannot be written (No space left on device): free some space"

    Parameters
    ----------
    what : the file or folder, with its article
    """
    known = (words for numbers, words in CAUSES.items() if error.errno in numbers)
    otherwise = IN_USE if isinstance(error, TimeoutError) and error.errno is None else OTHER
    effect, remedy = next(known, otherwise)
    return f"{what} {effect} ({error.strerror or type(error).__name__}): {remedy}"
