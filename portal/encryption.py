"""Sealing at rest under the city's data key, AES-256-GCM: short texts, and files of any size in flat memory."""

import base64
import hmac
import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FRAME = 1 << 20
_TAG = 16
_SALT = 32


class NotOurs(Exception):
    """What was sealed was changed or cut, or was made with another key or for another place."""


def seal_text(key: bytes, text: str, *, place: str) -> str:
    """Base64 of nonce and ciphertext; `place` (what the text belongs to) is authenticated with it.

    Lone surrogates, which a form can bring, survive the round trip.
    """
    nonce = os.urandom(12)
    sealed = AESGCM(key).encrypt(nonce, text.encode("utf-8", "surrogatepass"), place.encode())
    return base64.b64encode(nonce + sealed).decode("ascii")


def open_text(key: bytes, sealed: str, *, place: str) -> str:
    """The text again; NotOurs when it was tampered with."""
    raw = base64.b64decode(sealed)
    try:
        return AESGCM(key).decrypt(raw[:12], raw[12:], place.encode()).decode("utf-8", "surrogatepass")
    except InvalidTag as error:
        raise NotOurs(place) from error


def fingerprint(key: bytes, text: str) -> str:
    """A keyed hash: equal texts are recognised, the text is not."""
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), "sha256").hexdigest()


class Sealer:
    """Seals one file piece by piece: its salt, from which a key of its own follows, then frames of FRAME bytes, the last one shorter.

    Each frame is authenticated with `place`, its number and whether it is the last: a file that was cut, or whose frames were
    exchanged with each other or with another file's, does not open.
    """

    def __init__(self, key: bytes, *, place: str) -> None:
        self.salt = os.urandom(_SALT)
        self._cipher = _cipher(key, self.salt)
        self._place = place
        self._held = bytearray()
        self._number = 0

    def frames(self, piece: bytes) -> Iterator[bytes]:
        """The frames that are full with this piece. The last bytes stay here: only close() knows which frame is the last."""
        self._held += piece
        while len(self._held) > FRAME:
            yield self._seal(bytes(self._held[:FRAME]), is_last=False)
            del self._held[:FRAME]

    def close(self) -> bytes:
        """The last frame."""
        return self._seal(bytes(self._held), is_last=True)

    def _seal(self, frame: bytes, *, is_last: bool) -> bytes:
        sealed = self._cipher.encrypt(_nonce(self._number), frame, _about(self._place, self._number, is_last=is_last))
        self._number += 1
        return sealed


def sealed_pieces(key: bytes, pieces: Iterable[bytes], *, place: str) -> Iterator[bytes]:
    """What is to be written for these pieces of a file."""
    sealer = Sealer(key, place=place)
    yield sealer.salt
    for piece in pieces:
        yield from sealer.frames(piece)
    yield sealer.close()


def opened_pieces(key: bytes, file: BinaryIO, *, place: str) -> Iterator[bytes]:
    """The file again, frame by frame. NotOurs at the first frame that was tampered with; a file cut at a frame's end fails there too."""
    cipher = _cipher(key, file.read(_SALT))
    number, frame = 0, file.read(FRAME + _TAG)
    while True:
        following = file.read(FRAME + _TAG)
        try:
            yield cipher.decrypt(_nonce(number), frame, _about(place, number, is_last=not following))
        except InvalidTag as error:
            raise NotOurs(place) from error
        if not following:
            return
        number, frame = number + 1, following


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, b"portal: file at rest").derive(key))


def _nonce(number: int) -> bytes:
    """The key belongs to one file, so that the number is enough."""
    return number.to_bytes(12, "big")


def _about(place: str, number: int, *, is_last: bool) -> bytes:
    return f"{place}|{number}|{'last' if is_last else 'more'}".encode()
