"""The bytes of an archive: an AES-256 ZIP written piece by piece; and a file read for 個人番号 while it comes in (M-4, R3-6)."""

import codecs
import hashlib
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyzipper
from pyzipper.zipfile_aes import AESZipInfo

from portal.intake.cells import cell_holds_individual_number
from portal.intake.uploads import Brought, path_of
from portal.media.archive_rules import ALPHABET, GROUP, GROUPS, passphrase_of

LINE_FILES, ARCHIVES = "line-files", "archives"
PIECE = 1 << 20
_ENDS = '\n\t,;"|:'
_LONGEST_CELL = 1 << 16
# NUL, and what Python reads for bytes that CP932 does not have.
_NO_TEXT = re.compile("[\0\x80\uf8f0-\uf8f3]")
# zlib's fastest: the usual 6 takes two to three times as long for a file that is a tenth smaller.
_EFFORT = 1
# Wherever twelve figures could be, told without looking at each figure of every shorter number; what is found is then read closely.
_LONG_RUN = re.compile("(?<![0-9\uff10-\uff19])[0-9\uff10-\uff19][0-9\uff10-\uff19 \u3000\\-‐-―−ー\uff0d・.]{11,}")


@dataclass(frozen=True)
class Written:
    """An archive on the disk, and the SHA-256 of what went in."""

    size: int
    sha256: str
    plain_sha256: str


class Searched:
    """A stream on its way in. Read to its end it says whether it `is_text` (UTF-8, UTF-16 with its mark, CP932) and `holds_number`."""

    def __init__(self, stream: Brought) -> None:
        self._stream = stream
        self._decoder: codecs.IncrementalDecoder | None = None
        self._began = False
        self._carried = ""
        self.is_text = True
        self.holds_number = False

    def read(self, size: int, /) -> bytes:
        piece = self._stream.read(size)
        if self.is_text:
            self._look(piece)
        return piece

    def _look(self, piece: bytes) -> None:
        if not self._began:
            self._began = True
            is_wide = piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            self._decoder = codecs.getincrementaldecoder("utf-16" if is_wide else "utf-8")()
        text = self._decoded(piece)
        if text is None or _NO_TEXT.search(text):
            self.is_text = False
            return
        read, self._carried = _cut(self._carried + text, is_last=not piece)
        self.holds_number = self.holds_number or any(cell_holds_individual_number(run) for run in _LONG_RUN.findall(read))

    def _decoded(self, piece: bytes) -> str | None:
        """None when it is no text. What is not UTF-8 is CP932 from there on; figures are the same bytes in both."""
        assert self._decoder is not None
        held = self._decoder.getstate()[0]
        try:
            return self._decoder.decode(piece, final=not piece)
        except UnicodeDecodeError:
            self._decoder = codecs.getincrementaldecoder("cp932")()
        try:
            return self._decoder.decode(held + piece, final=not piece)
        except UnicodeDecodeError:
            return None


def _cut(text: str, *, is_last: bool) -> tuple[str, str]:
    """What may be read now, and what waits for the next piece: no number is cut in two, and no other made of two."""
    at = max(text.rfind(end) for end in _ENDS) + 1
    if is_last or (not at and len(text) > _LONGEST_CELL):
        return text, ""
    return text[:at], text[at:]


def new_passphrase() -> str:
    """24 letters of 21, drawn by the system's generator: 105 bits."""
    return passphrase_of("".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP)))


def archive_path(public_id: str) -> Path:
    """Where a finished archive lies: ciphertext by itself."""
    return path_of(public_id, ARCHIVES)


def unfinished_path(public_id: str) -> Path:
    """A name of its own for each attempt: two workers on one job never write into one file."""
    folder = path_of("", ARCHIVES)
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{public_id}.{secrets.token_hex(4)}.part"


def write_archive(
    path: Path, pieces: Iterable[bytes], *, entry: str, passphrase: str, made_at: time.struct_time, size: int, step: Callable[[int], None]
) -> Written:
    """Writes `path` (0600) with one entry of that name, in flat memory. `size`: of the plain file; `step` is told the bytes that are in."""
    digest, done = hashlib.sha256(), 0
    info = AESZipInfo(entry, date_time=tuple(made_at)[:6])
    info.compress_type, info.file_size = pyzipper.ZIP_DEFLATED, size
    info._compresslevel = _EFFORT  # pyright: ignore[reportAttributeAccessIssue]
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
        archive = pyzipper.AESZipFile(file, "w", compression=pyzipper.ZIP_DEFLATED, compresslevel=_EFFORT, encryption=pyzipper.WZ_AES)
        with archive:
            archive.setpassword(passphrase.encode("ascii"))
            with archive.open(info, "w") as written:
                for piece in pieces:
                    digest.update(piece)
                    written.write(piece)
                    done += len(piece)
                    step(done)
        file.flush()
        os.fsync(file.fileno())
    return Written(path.stat().st_size, sha256_of(path), digest.hexdigest())


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def archive_pieces(path: Path, sha256: str) -> Iterator[bytes]:
    """RuntimeError when the file is no longer the one that was made: half an answer must not look whole."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            yield piece
    if digest.hexdigest() != sha256:
        raise RuntimeError("the archive is not the one that was made")
