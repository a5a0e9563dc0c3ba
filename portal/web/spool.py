"""Files of a form while they arrive: what does not fit in memory goes to disk sealed, under a key that only this process has."""

import io
import os
import tempfile
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, cast

from flask import Flask

from portal.encryption import FRAME, Sealer, opened_pieces

PLACE = "spool"


class PiecesReader(io.RawIOBase):
    """A file to read, from pieces that come one by one. Closing it closes where they come from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        taken = self._left[: len(buffer)]
        buffer[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)

    def close(self) -> None:
        if not self.closed and hasattr(self._pieces, "close"):
            self._pieces.close()  # pyright: ignore[reportAttributeAccessIssue]
        super().close()


class SealedSpool(io.RawIOBase):
    """Written once by the parser of the form, then read from its beginning. The temporary file has no name and goes with this object."""

    def __init__(self) -> None:
        self._key = os.urandom(32)
        self._sealer = Sealer(self._key, place=PLACE)
        self._file: BinaryIO | None = None
        self._small = bytearray()
        self._reader: io.BufferedIOBase | None = None

    def writable(self) -> bool:
        return self._reader is None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, piece: Any, /) -> int:
        self._small += piece
        if self._file is None and len(self._small) > FRAME:
            self._file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115  (closed by close())
            self._file.write(self._sealer.salt)
        if self._file is not None:
            self._file.writelines(self._sealer.frames(bytes(self._small)))
            self._small.clear()
        return len(piece)

    def seek(self, place: int, whence: int = 0, /) -> int:
        if (place, whence) != (0, 0):
            raise io.UnsupportedOperation("an upload is read from its beginning")
        if self._file is None:
            self._reader = io.BytesIO(self._small)
            return 0
        if self._reader is None:
            self._file.write(self._sealer.close())
        self._file.seek(0)
        self._reader = io.BufferedReader(PiecesReader(opened_pieces(self._key, self._file, place=PLACE)))
        return 0

    def read(self, size: int = -1, /) -> bytes:
        if self._reader is None:
            self.seek(0)
        assert self._reader is not None
        return self._reader.read(size)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


def start_spool(app: Flask) -> None:
    """After start_htmx, whose kind of request goes on being one."""

    class SealingRequest(app.request_class):
        """A request whose files never lie readable on the disk."""

        def _get_file_stream(self, *_arguments: Any, **_named: Any) -> IO[bytes]:
            return SealedSpool()  # pyright: ignore[reportReturnType]

    app.request_class = SealingRequest
