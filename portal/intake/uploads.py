"""Files that were brought: sealed from the first byte on the disk, under a random name, opened again piece by piece."""

import hashlib
import io
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, cast

from portal.encryption import opened_pieces, sealed_pieces
from portal.web.rendering import settings
from portal.web.spool import PiecesReader

LONGEST_NAME = 200
UPLOADS = "uploads"
_PIECE = 1 << 20


@dataclass(frozen=True)
class SealedFile:
    """A kept file, opened as a Path is, and deciphered on the way. Reading raises NotOurs where it was tampered with or cut."""

    public_id: str
    folder: str = UPLOADS

    def exists(self) -> bool:
        return path_of(self.public_id, self.folder).exists()

    def open(self, mode: Literal["rb"] = "rb") -> BinaryIO:
        assert mode == "rb"
        return cast(BinaryIO, io.BufferedReader(PiecesReader(self.pieces())))

    def pieces(self) -> Iterator[bytes]:
        with path_of(self.public_id, self.folder).open("rb") as file:
            yield from opened_pieces(settings().data_key, file, place=self.public_id)


@dataclass(frozen=True)
class Upload:
    """What is known of a file when it has come; `public_id` is its name in the folder of uploads and will be the import's."""

    public_id: str
    file_name: str
    size: int
    sha256: str
    folder: str = UPLOADS

    @property
    def sealed(self) -> SealedFile:
        return SealedFile(self.public_id, self.folder)


class Brought(Protocol):
    """What comes in, piece by piece."""

    def read(self, size: int, /) -> bytes: ...


def path_of(public_id: str, folder: str = UPLOADS) -> Path:
    """`folder`: of the instance; each has an owner, who alone knows what in it is still wanted."""
    return settings().instance_dir / folder / public_id


def keep(stream: Brought, file_name: str, folder: str = UPLOADS) -> Upload:
    """Seals the stream piece by piece, counting the SHA-256 of what was brought on the way."""
    public_id = secrets.token_hex(16)
    path = path_of(public_id, folder)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    digest, size = hashlib.sha256(), 0

    def brought() -> Iterator[bytes]:
        nonlocal size
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            yield piece

    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        kept.writelines(sealed_pieces(settings().data_key, brought(), place=public_id))
    return Upload(public_id, tidy_name(file_name), size, digest.hexdigest(), folder)


def drop(public_id: str, folder: str = UPLOADS) -> None:
    path_of(public_id, folder).unlink(missing_ok=True)


def names_on_disk(*, older_than: float, folder: str = UPLOADS) -> list[str]:
    """Of the files in the folder that were last written before this moment (seconds since 1970)."""
    place = path_of("", folder)
    return [path.name for path in place.iterdir() if path.stat().st_mtime < older_than] if place.exists() else []


def tidy_name(file_name: str) -> str:
    """The name alone, without folders, control characters and halves of characters."""
    name = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "", file_name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    return name[-LONGEST_NAME:] or "名前のないファイル"
