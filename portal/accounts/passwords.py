"""Password hashes: argon2id with the library's present defaults."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_hex(16))
_SYLLABLES = [first + second for first in "kstnhmyrgzdb" for second in "aiueo"]


def hash_password(text: str) -> str:
    return _hasher.hash(text)


def password_matches(stored: str | None, text: str) -> bool:
    """With no stored hash it takes as long as with one, so that a login name cannot be found out by the clock."""
    try:
        _hasher.verify(stored or _NOBODY, text)
    except VerificationError:
        return False
    return stored is not None


def needs_rehash(stored: str) -> bool:
    return _hasher.check_needs_rehash(stored)


def new_password() -> str:
    """A first password that can be read out over the telephone: four invented words, about 70 bits."""
    return "-".join("".join(secrets.choice(_SYLLABLES) for _ in range(3)) for _ in range(4))
