"""The lists from which a request is filled: what may be added, and when an entry has ended (M-1, R5-3). Pure; a refusal is a sentence."""

import unicodedata
from collections.abc import Collection
from datetime import date
from enum import StrEnum

from portal.media.rules import Employer


class ListKind(StrEnum):
    """One of the four lists."""

    SYSTEM = "system"
    TERMINAL = "terminal"
    WORKER = "worker"
    DESTINATION = "destination"


LIST_WORDS = {
    ListKind.SYSTEM: "システム",
    ListKind.TERMINAL: "作業端末",
    ListKind.WORKER: "作業者",
    ListKind.DESTINATION: "持出先",
}
LIST_HELP = {
    ListKind.SYSTEM: "情報を受け渡すシステム。すべての課で共通です",
    ListKind.TERMINAL: "この課の情報を扱ってよい端末(会場タブレットを含む)",
    ListKind.WORKER: "この課の情報を媒体・書類で扱ってよいと所属長が認めた方",
    ListKind.DESTINATION: "情報を持ち出してよい先。すべての課で共通です",
}
COUNTERS = {ListKind.SYSTEM: "件", ListKind.TERMINAL: "台", ListKind.WORKER: "人", ListKind.DESTINATION: "件"}
# A section keeps its own; systems and destinations are the whole city's.
OF_A_SECTION = (ListKind.TERMINAL, ListKind.WORKER)
COMPANY_NEEDED = "委託先の方は、会社名を入れてください。"
NAME_NEEDED = "委託先の方の氏名を入れてください。"
STAFF_NEEDED = "職員を一覧から選んでください。"


def folded(name: str) -> str:
    """By what two entries are the same: width, letter case and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def why_not_add(name: str, names: Collection[str]) -> str | None:
    """`names`: of the entries of the same list that have not ended; of people with their company."""
    if folded(name) in {folded(known) for known in names}:
        return f"「{name.strip()}」は、もう一覧にあります。"
    return None


def why_not_worker(employer: Employer, *, name: str, company: str, has_staff: bool) -> str | None:
    if employer is Employer.CITY:
        return None if has_staff else STAFF_NEEDED
    if not name.strip():
        return NAME_NEEDED
    return None if company.strip() else COMPANY_NEEDED


def has_ended(ends_on: date | None, today: date) -> bool:
    """The last day counts in full."""
    return ends_on is not None and ends_on < today


def why_not_end(name: str, ends_on: date | None) -> str | None:
    return f"「{name}」は、もう終わりの日が決まっています。画面を開き直してください。" if ends_on is not None else None
