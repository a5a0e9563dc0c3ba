"""How many vouchers a second one core prints on each of the two papers, and what memory many of them take.

Each row is a process of its own on one core: 5,000 sheets in files of 250, first to last. The yardstick is a page with the same name,
address and number in the same fonts and nothing else. Of the last file a part is drawn at 300 dpi and every code on it is read back.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import zxingcpp

from portal.clock import JAPAN
from portal.programmes.paper_rules import PaperForm
from portal.vouchers.documents import EarlierDose, VoucherSheet, voucher_files
from portal.vouchers.typesetting import compiled_pdf, forget_compiled
from tests.vouchers.measured import drawn_pages

ISSUED_AT = datetime(2026, 11, 24, 10, 0, tzinfo=JAPAN)
HEAD = (
    "what",
    "sheets a second",
    "pages a second",
    "pages a processor second",
    "x bare page",
    "most memory, MB",
    "memory after the last file / the second",
    "kB a sheet",
    "codes read back",
)
BARE = "bare page"
PAGES = {BARE: 1, PaperForm.STICKERS.value: 1, PaperForm.INTEGRATED.value: 2}
BARE_PAGE = """
#set page(paper: "a4")
#for (index, sheet) in batch.sheets.enumerate() {
  if index > 0 { pagebreak() }
  name-text(sheet.name)
  sheet.address
  text(font: "OCR B", sheet.number)
}
"""
SURNAMES = ("見本", "試験", "例題", "葛\U000e0102城", "﨑元", "𠮷見", "髙見", "渡邉", "長曾我部", "東海林")
GIVEN = ("花子", "太郎", "一", "美千代", "健", "由美子", "龍之介", "さくら", "勇", "令")
PLACES = ("大字中根", "大字津田", "見本町一丁目", "大字見本字久保", "松戸町3丁目")
EARLIER = tuple(EarlierDose(dose, "令和3年6月1日", "ファイザー", f"ET{3670 + dose}") for dose in range(1, 5))


def sheets_of(form: PaperForm, count: int) -> Iterator[VoucherSheet]:
    """Invented people, no two alike."""
    for number in range(1, count + 1):
        yield VoucherSheet(
            voucher_number=f"{number:010}",
            kind_digit="2",
            dose_number=5 if form is PaperForm.INTEGRATED else 2,
            municipality_code="082210",
            municipality_name="茨城県ひたちなか市",
            mayor_title="茨城県ひたちなか市長",
            programme_name="令和8年度 住民接種",
            resident_name=f"{SURNAMES[number % 10]}　{GIVEN[number // 10 % 10]}",
            resident_kana="ミホン　ハナコ",
            birth_words=f"昭和{number % 60 + 1}年{number % 12 + 1}月{number % 28 + 1}日",
            address_lines=(f"ひたちなか市{PLACES[number % 5]}{number}番地{number % 9 + 1}",),
            postal_code=f"312-{number % 10_000:04}",
            issued_on_words="令和8年11月24日",
            reissued=False,
            reason_word="",
            office_lines=("ひたちなか市", "保健福祉部 健康推進課", "電話 029-000-0000"),
            notes=("この接種券を使えるのは、書かれているご本人だけです。ほかの方は使えません。",),
            form=form,
            sex_word="女",
            earlier=EARLIER if form is PaperForm.INTEGRATED else (),
        )


def files_of(what: str, count: int, at_once: int, folder: Path) -> Iterator[bytes]:
    if what != BARE:
        yield from voucher_files(sheets_of(PaperForm(what), count), issued_at=ISSUED_AT, sheets_a_file=at_once)
        return
    template = folder / "bare.typ"
    template.write_text(BARE_PAGE, encoding="utf-8")
    remaining = sheets_of(PaperForm.STICKERS, count)
    while piece := list(islice(remaining, at_once)):
        texts = [{"name": sheet.resident_name, "address": sheet.address_lines[0], "number": sheet.voucher_number} for sheet in piece]
        yield compiled_pdf(template, {"sheets": texts}, issued_at=ISSUED_AT, tagged=False)
        forget_compiled()


def measure(what: str, count: int, at_once: int, folder: Path) -> dict[str, Any]:
    """In a process of its own: the time from the first sheet to the last file, and the memory after each file."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    memory, written, last = [], 0, folder / f"{what}.pdf"
    began, worked = time.perf_counter(), time.process_time()
    for document in files_of(what, count, at_once, folder):
        last.write_bytes(document)
        written += len(document)
        memory.append(resident_megabytes())
    return {
        "what": what,
        "wall": time.perf_counter() - began,
        "processor": time.process_time() - worked,
        "bytes": written,
        "memory": memory,
    }


def resident_megabytes() -> int:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) // 1024


def codes_read(what: str, count: int, at_once: int, document: Path, *, pages: int) -> str:
    """Of the last file's first pages, drawn at 300 dpi: how many QR and bar codes say what they should."""
    first = (count - 1) // at_once * at_once
    sheets = list(sheets_of(PaperForm(what), count))[first:][: pages // PAGES[what]]
    read, due = Counter[str](), Counter[str]()
    for sheet in sheets:
        kinds = "12" if sheet.form is PaperForm.STICKERS else "2"
        due.update(
            text for kind in kinds for text in (f"{kind}{sheet.dose_number}082210{sheet.voucher_number}", f"A{sheet.voucher_number}A")
        )
    for page in drawn_pages(document.read_bytes(), 300, upto=len(sheets) * PAGES[what]):
        read.update(code.text for code in zxingcpp.read_barcodes(page.image))
    return f"{(read & due).total():,} of {due.total():,}"


def run(what: str, arguments: argparse.Namespace, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.sheets", "--only", what, "--folder", str(folder)]
    command += ["--sheets", str(arguments.sheets), "--at-once", str(arguments.at_once)]
    environment = os.environ | {"RAYON_NUM_THREADS": "1"}
    return json.loads(subprocess.run(command, env=environment, capture_output=True, check=True, text=True).stdout)


def row(found: dict[str, Any], bare: dict[str, Any], count: int, read: str) -> str:
    pages, memory = count * PAGES[found["what"]], found["memory"]
    times = (found["processor"] / pages) / (bare["processor"] / count)
    second, last = memory[min(1, len(memory) - 1)], memory[-1]
    cells = (
        found["what"],
        f"{count / found['wall']:,.0f}",
        f"{pages / found['wall']:,.0f}",
        f"{pages / found['processor']:,.0f}",
        f"{times:.1f}",
        f"{max(memory):,}",
        f"{last / second:.2f}",
        f"{found['bytes'] / count / 1024:.1f}",
        read,
    )
    return as_row(cells)


def as_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=5_000)
    parser.add_argument("--at-once", type=int, default=250)
    parser.add_argument("--read", type=int, default=100, help="pages whose codes are read back")
    parser.add_argument("--only", choices=list(PAGES), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(measure(arguments.only, arguments.sheets, arguments.at_once, arguments.folder)))
        return
    print(
        "| what | sheets a second | pages a second | pages a processor second | x bare page | memory MB | last file / second | kB a sheet | codes read |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = run(BARE, arguments, folder)
        print(row(bare, bare, arguments.sheets, ""))
        for form in PaperForm:
            found = run(form.value, arguments, folder)
            read = codes_read(form.value, arguments.sheets, arguments.at_once, folder / f"{form.value}.pdf", pages=arguments.read)
            print(row(found, bare, arguments.sheets, read), flush=True)


if __name__ == "__main__":
    main()
