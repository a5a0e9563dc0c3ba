"""Files on their way through the disk: kept under a random name until they are checked, readable by the portal alone."""

import hashlib
import os
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from portal.web.rendering import settings

ORPHANED_AFTER_SECONDS = 7 * 24 * 3600
LONGEST_NAME = 200
_PIECE = 1 << 20


@dataclass(frozen=True)
class Upload:
    """A file as it lies in the folder of uploads; `public_id` is its name there and will be the import's."""

    public_id: str
    file_name: str
    size: int
    sha256: str

    @property
    def path(self) -> Path:
        return path_of(self.public_id)


def path_of(public_id: str) -> Path:
    return settings().instance_dir / "uploads" / public_id


def keep(stream: BinaryIO, file_name: str) -> Upload:
    """Copies the stream piece by piece, counting its SHA-256 on the way."""
    public_id = secrets.token_hex(16)
    path = path_of(public_id)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    _remove_orphans(path.parent)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            kept.write(piece)
    return Upload(public_id, tidy_name(file_name), size, digest.hexdigest())


def drop(public_id: str) -> None:
    path_of(public_id).unlink(missing_ok=True)


def tidy_name(file_name: str) -> str:
    """The name alone, without folders, control characters and halves of characters."""
    name = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "", file_name.replace("\\", "/").rsplit("/", 1)[-1]).strip()
    return name[-LONGEST_NAME:] or "名前のないファイル"


def _remove_orphans(folder: Path) -> None:
    """Left behind where a process died between keeping the file and writing its row."""
    for path in folder.iterdir():
        if time.time() - path.stat().st_mtime > ORPHANED_AFTER_SECONDS:
            path.unlink(missing_ok=True)
