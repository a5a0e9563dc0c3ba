"""Sealing of short personal texts at rest: AES-256-GCM under the city's data key."""

import base64
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class NotOurs(Exception):
    """The sealed text was changed, or was made with another key or for another place."""


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
