"""The layout of the exported file: a spreadsheet opens it, and no cell of it is taken for a formula. Pure."""

import csv
import io
from collections.abc import Sequence

from portal.oversight.rules import Line
from portal.text.wareki import format_datetime

HEADER = (
    "番号", "日時", "日時(西暦)", "操作", "職員", "ログイン名", "所属", "受け方・照会事由",
    "対象の人数", "対象の方1", "対象の方2", "対象の方3", "端末", "内容", "検索語", "照合値",
)  # fmt: skip
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_row(line: Line, event: str, facts: Sequence[tuple[str, str]]) -> list[str]:
    """A record as cells; people as 宛名番号 and name, never where they live."""
    people = [f"{person.number} {person.name}{person.record_words}".strip() or "(台帳にない方)" for person in line.people]
    return [
        str(line.sequence),
        format_datetime(line.at),
        line.at.strftime("%Y-%m-%d %H:%M:%S"),
        event,
        line.staff_name,
        line.staff_login,
        line.section_name,
        line.purpose,
        str(line.subject_count),
        *(people + [""] * 3)[:3],
        line.address,
        "、".join(f"{word} {value}" for word, value in facts),
        "あり" if line.has_typed else "",
        line.hash,
    ]


def csv_line(cells: Sequence[str]) -> str:
    """One line with its end. A cell that a spreadsheet would calculate gets an apostrophe in front."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([f"'{cell}" if cell.startswith(_DANGEROUS) else cell for cell in cells])
    return out.getvalue()
