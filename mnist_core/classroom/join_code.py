"""What is told to open a class: a code that is read aloud, and secrets of which hashes are kept."""

import secrets
from hashlib import sha256

LETTERS = "BCDFGHJKMNPRSTVWXYZ"
"""Without vowels, so that no code is a word, and without what is taken for I, L, O or Q."""
LENGTH = 6


def new_code() -> str:
    """Six letters, drawn anew: one of 47 million."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def as_code(typed: str) -> str | None:
    """What was typed or followed as a code: in capitals, without spaces and hyphens.

    >>> as_code("bcd-fgh")
    'BCDFGH'

    None if it cannot be one.
    """
    code = typed[: 4 * LENGTH].upper().replace(" ", "").replace("-", "")
    return code if len(code) == LENGTH and set(code) <= set(LETTERS) else None


def new_secret() -> str:
    """What opens a teacher's or a pupil's place again: 128 random bits, for an address."""
    return secrets.token_urlsafe(16)


def hashed(secret: str) -> str:
    """What is kept of a secret: 64 hexadecimal digits, from which nobody finds it.

    A secret of 128 random bits needs no salt and no slow hash, as a password would.
    """
    return sha256(secret.encode("utf-8", "replace")).hexdigest()
