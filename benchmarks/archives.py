"""An archive of a large file against a plain ZIP and 7-Zip of the same: time, size, memory.

`.venv/bin/python -m benchmarks.archives [--megabytes N] [--folder DIR]`. Each row in a process of its own.
"""

import argparse
import multiprocessing
import random
import resource
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

from portal.encryption import opened_pieces, sealed_pieces
from portal.media.archive_files import new_passphrase, write_archive

KEY = bytes(range(32))
PLACE = "benchmark"
PIECE = 1 << 20
PASSPHRASE = new_passphrase()


def rows(size: int) -> Iterator[bytes]:
    """A register of invented people, until it is that large: pieces that come round again, far beyond what zlib looks back."""
    chance, written, pieces = random.Random(1), 0, []
    for _ in range(20):
        pieces.append("".join(_row(chance) for _ in range(10_000)).encode())
    for piece in cycle(pieces):
        if written >= size:
            return
        written += len(piece)
        yield piece


def _row(chance: random.Random) -> str:
    born = f"{chance.randint(1925, 2025)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    place = f"312-{chance.randrange(10**4):04},ひたちなか市見本町{chance.randint(1, 3000)}番地{chance.randint(1, 20)}"
    return f"{chance.randrange(10**10):010},見本　{chance.randrange(10**5)},ミホン　ハナコ,{born},2,{place}\n"


def portal(folder: Path) -> Path:
    """As the job does it: out of the sealed file, straight into the archive."""
    made = folder / "portal.zip"
    with (folder / "sealed").open("rb") as sealed:
        size = (folder / "plain.csv").stat().st_size
        pieces = opened_pieces(KEY, sealed, place=PLACE)
        now = time.localtime()
        write_archive(made, pieces, entry="持8-0012_1.csv", passphrase=PASSPHRASE, made_at=now, size=size, step=lambda _done: None)
    return made


def plain(folder: Path) -> Path:
    """zipfile of the standard library, nothing encrypted, of the plain file."""
    made = folder / "plain.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(folder / "plain.csv", "plain.csv")
    return made


def seven_zip(folder: Path) -> Path:
    """7-Zip on one core, AES-256 in a ZIP at its fastest, of the plain file."""
    made = folder / "7zz.zip"
    options = ("-tzip", "-mem=AES256", "-mx=1", "-mmt=1", f"-p{PASSPHRASE}", "-bso0")
    subprocess.run(["7zz", "a", *options, str(made), str(folder / "plain.csv")], check=True)
    return made


WAYS = {"portal, out of the sealed file": portal, "zipfile, not encrypted": plain, "7zz, AES-256": seven_zip}


def measure(name: str, folder: Path, answer: Any) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, worked = time.perf_counter(), _processor()
    made = WAYS[name](folder)
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    answer.put((time.perf_counter() - began, _processor() - worked, made.stat().st_size, before // 1024, most // 1024))


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main(megabytes: int, folder: Path) -> None:
    with (folder / "plain.csv").open("wb") as file:
        file.writelines(rows(megabytes * 1_000_000))
    size = (folder / "plain.csv").stat().st_size
    with (folder / "plain.csv").open("rb") as file, (folder / "sealed").open("wb") as sealed:
        sealed.writelines(sealed_pieces(KEY, iter(lambda: file.read(PIECE), b""), place=PLACE))
    print(f"{size / 1e6:,.0f} MB\n")
    print("| what | seconds | processor seconds | MB a processor second | x zipfile | of the file's size | most memory, MB (before) |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    found = {}
    for name in WAYS:
        answer = multiprocessing.get_context("spawn").SimpleQueue()
        process = multiprocessing.get_context("spawn").Process(target=measure, args=(name, folder, answer))
        process.start()
        found[name] = answer.get()
        process.join()
    for name, (seconds, processor, written, before, most) in found.items():
        ratio = processor / found["zipfile, not encrypted"][1]
        speed, share = size / 1e6 / processor, written / size
        print(f"| {name} | {seconds:.1f} | {processor:.1f} | {speed:.0f} | {ratio:.2f} | {share:.0%} | {most} ({before}) |")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--megabytes", type=int, default=700)
    asked.add_argument("--folder", type=Path, help="where the files are written, and left")
    given = asked.parse_args()
    if given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
        main(given.megabytes, given.folder)
    else:
        with tempfile.TemporaryDirectory() as place:
            main(given.megabytes, Path(place))
