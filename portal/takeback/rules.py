"""When a whole import may be taken back, and what stands in the way. Pure; the reasons are the words the screen shows."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from portal.intake.rules import ImportState


class Dependence(StrEnum):
    """What may have been built upon an import, in the order in which it is told."""

    LATER_IMPORTS = "later_imports"
    DOSE_FILES = "dose_files"
    DOSES = "doses"
    VOUCHERS = "vouchers"
    CERTIFICATES = "certificates"
    RECORD_COPIES = "record_copies"
    CORRECTED_DOSES = "corrected_doses"
    VERIFIED_DOSES = "verified_doses"
    ARRIVALS = "arrivals"
    CONTACTS = "contacts"
    NOTES = "notes"
    CHANGES = "changes"
    MERGES = "merges"


DEPENDENCE_WORDS: dict[Dependence, str] = {
    Dependence.LATER_IMPORTS: "あとから反映したファイル",
    Dependence.DOSE_FILES: "この取込で入った方の接種を記録したファイル",
    Dependence.DOSES: "この取込のあとに職員が入れた接種の記録",
    Dependence.VOUCHERS: "この取込のあとに発行した接種券",
    Dependence.CERTIFICATES: "この取込のあとに交付した接種済証",
    Dependence.RECORD_COPIES: "この取込のあとに交付した接種記録の写し",
    Dependence.CORRECTED_DOSES: "この取込のあとに訂正した接種の記録",
    Dependence.VERIFIED_DOSES: "この取込のあとに確認済みとした接種の記録",
    Dependence.ARRIVALS: "この取込の方と照合した異動反映待ち",
    Dependence.CONTACTS: "この取込で入った方の送付先・連絡先",
    Dependence.NOTES: "この取込で入った方の申し送り",
    Dependence.CHANGES: "この取込のあとに職員が改めた記録",
    Dependence.MERGES: "この取込の方との統合",
}
# What must be done first; where nothing can be, the way that is left.
CORRECT_BY_FILE = "もう取り消せません。正しい内容のファイルを取り込んで改めてください"
FIRST_WORDS: dict[Dependence, str] = {
    Dependence.LATER_IMPORTS: "この取込の結果と比べて反映しています。新しいものから順に、先に取り消してください",
    Dependence.DOSE_FILES: "接種の記録が行き場をなくします。先に取り消してください",
    Dependence.DOSES: f"職員が入れた記録は、ファイルの取消しでは消しません。{CORRECT_BY_FILE}",
    Dependence.VOUCHERS: f"有効な券が手元にあります。{CORRECT_BY_FILE}",
    Dependence.CERTIFICATES: f"交付した証は戻りません。{CORRECT_BY_FILE}",
    Dependence.RECORD_COPIES: f"交付した写しは戻りません。{CORRECT_BY_FILE}",
    Dependence.CORRECTED_DOSES: f"訂正は取込の記録に重ねたものです。{CORRECT_BY_FILE}",
    Dependence.VERIFIED_DOSES: f"予診票などで確かめた記録は、ファイルの取消しでは消しません。{CORRECT_BY_FILE}",
    Dependence.ARRIVALS: f"申請はこの方のものとして済んでいます。{CORRECT_BY_FILE}",
    Dependence.CONTACTS: "先に、送付先・連絡先を終えてください",
    Dependence.NOTES: "先に、申し送りを終えてください",
    Dependence.CHANGES: f"職員が改めた内容は、ファイルの取消しでは消しません。{CORRECT_BY_FILE}",
    Dependence.MERGES: "先に、統合を元に戻してください",
}


@dataclass(frozen=True)
class Standing:
    """What the rule asks of an import. `traced`: whether its records say that they came from it; `at_work`: other files under way."""

    state: ImportState
    job_failed: bool
    traced: bool
    at_work: bool


def why_not_take_back(file: Standing, dependences: Collection[Dependence]) -> str | None:
    """`dependences`: what was built upon the import since."""
    return _why_not_now(file) or _why_not_any_more(file, dependences)


def _why_not_now(file: Standing) -> str | None:
    if file.state is ImportState.TAKEN_BACK:
        return "この取込は、もう取り消されています。"
    if file.state is ImportState.TAKING_BACK:
        return "この取込は、いま取り消しているところです。"
    if file.state is ImportState.APPLYING and not file.job_failed:
        return "このファイルは、いま取込中です。終わってから取り消してください。"
    if file.state not in (ImportState.APPLIED, ImportState.APPLYING):
        return "このファイルは反映していません。取り消すものがありません。"
    if file.at_work:
        return "別のファイルを取込中か、取り消しているところです。終わってから取り消してください。"
    return None


def _why_not_any_more(file: Standing, dependences: Collection[Dependence]) -> str | None:
    if not file.traced:
        return "どの記録がこの取込で入ったかを残していない、古い版で反映したファイルです。正しい内容のファイルを取り込んで改めてください。"
    if dependences:
        words = "、".join(DEPENDENCE_WORDS[each] for each in Dependence if each in dependences)
        return f"この取込のあとに行ったことがあるため、取り消せません({words})。"
    return None
