"""Files sealed frame by frame: what was sealed opens again, and nothing else opens."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest

from portal.encryption import FRAME, NotOurs, opened_pieces, sealed_pieces
from portal.web.spool import SealedSpool

KEY = b"k" * 32
FRAME_ON_DISK = FRAME + 16
SALT = 32
SIZES = (0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 2 * FRAME + 5)


def content(size: int) -> bytes:
    return bytes(range(251)) * (size // 251 + 1)


def sealed(size: int, *, place: str = "a", piece: int = 70_000) -> bytes:
    whole = content(size)[:size]
    return b"".join(sealed_pieces(KEY, (whole[at : at + piece] for at in range(0, size, piece)), place=place))


def opened(raw: bytes, *, key: bytes = KEY, place: str = "a") -> bytes:
    return b"".join(opened_pieces(key, io.BytesIO(raw), place=place))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("piece", [1 << 20, 70_001])
def test_what_was_sealed_opens_again(size: int, piece: int) -> None:
    raw = sealed(size, piece=piece)

    assert opened(raw) == content(size)[:size]
    assert size < 300 or content(size)[:200] not in raw


def test_the_same_file_is_never_sealed_alike() -> None:
    assert sealed(1000) != sealed(1000)


def _cut(raw: bytes) -> Iterator[bytes]:
    """At every place where a frame ends, and beside it."""
    for at in (0, SALT, SALT + FRAME_ON_DISK, SALT + 2 * FRAME_ON_DISK):
        for shift in (-1, 0, 1):
            if 0 <= at + shift < len(raw):
                yield raw[: at + shift]


def _parts(raw: bytes) -> list[bytes]:
    return [raw[SALT + at : SALT + at + FRAME_ON_DISK] for at in range(0, len(raw) - SALT, FRAME_ON_DISK)]


@pytest.mark.parametrize("size", [2 * FRAME, 2 * FRAME + 5])
def test_a_cut_file_does_not_open(size: int) -> None:
    for raw in _cut(sealed(size)):
        with pytest.raises(NotOurs):
            opened(raw)


def test_exchanged_doubled_and_foreign_frames_do_not_open() -> None:
    raw, other = sealed(3 * FRAME), sealed(3 * FRAME)
    first, second, third = _parts(raw)
    for frames in ([second, first, third], [first, first, third], [first, third], [first, second, third, third], [*_parts(other)]):
        with pytest.raises(NotOurs):
            opened(raw[:SALT] + b"".join(frames))


def test_one_changed_bit_another_key_and_another_name_do_not_open() -> None:
    raw = bytearray(sealed(1000))
    with pytest.raises(NotOurs):
        opened(bytes(raw), key=b"x" * 32)
    with pytest.raises(NotOurs):
        opened(bytes(raw), place="b")
    raw[SALT + 10] ^= 1
    with pytest.raises(NotOurs):
        opened(bytes(raw))


def test_a_long_file_needs_little_memory() -> None:
    tracemalloc.start()
    pieces = (b"x" * 65_536 for _ in range(320))
    for _ in sealed_pieces(KEY, pieces, place="a"):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 8 * FRAME


@pytest.mark.parametrize("size", SIZES)
def test_an_upload_is_read_as_it_came(size: int) -> None:
    spool, whole = SealedSpool(), content(size)[:size]
    for at in range(0, size, 60_000):
        spool.write(whole[at : at + 60_000])
    spool.seek(0)

    assert b"".join(iter(lambda: spool.read(100_000), b"")) == whole
    spool.seek(0)
    assert spool.read() == whole
    spool.close()


def test_what_an_upload_leaves_on_the_disk_cannot_be_read() -> None:
    spool = SealedSpool()
    spool.write("見本 花子".encode() * 200_000)
    spool.seek(0)

    assert spool._file is not None
    spool._file.seek(0)
    assert "見本".encode() not in spool._file.read()
    spool.close()
