"""What stands on an application form, blank or with a person's own data: data for documents.py."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.applications.documents import ApplicationSheet, Code, PersonOnForm
from portal.applications.notes import NOTES
from portal.applications.number_rules import PaperNumber
from portal.applications.rules import CONSENT_WORDS, FORM_WORDS, MATTER_WORDS, OLD_VOUCHER_WORDS, FormKind, Ticked, boxes
from portal.config import Settings
from portal.residents.queries import ResidentView
from portal.text.wareki import format_date
from portal.vouchers.rules import APPLICANT_WORDS, REASON_WORDS, Applicant
from portal.vouchers.sheets import address_lines

LAW = {FormKind.RECORD_COPY: "予防接種法施行規則第3条第2項"}
CERTIFICATE_REASONS = ("紛失", "滅失", "破損", "その他")
ALL_DOSES = "すべて"
DELIVERIES = {"handed_over": "窓口で受け取る", "post_to_address": "住民票の住所へ郵送", "elsewhere": "別の送り先へ郵送"}


@dataclass(frozen=True)
class Filled:
    """What the clerk ticks for the person, who then only signs; empty where the person ticks it."""

    applicant: str = ""
    programme: str = ""
    reason: str = ""
    delivery: str = ""
    applied_on_words: str = ""


def blank_sheet(kind: FormKind, programmes: Sequence[tuple[str, str]], settings: Settings, filled: Filled = Filled()) -> ApplicationSheet:
    """`programmes`: code and name of those that are offered."""
    city = f"{settings.prefecture_name}{settings.municipality_name}"
    named = tuple(Ticked(name, code == filled.programme) for code, name in programmes)
    everything = (Ticked(ALL_DOSES, kind is FormKind.RECORD_COPY and not filled.programme and bool(filled.applicant)),)
    return ApplicationSheet(
        title=FORM_WORDS[kind],
        law=LAW.get(kind, ""),
        mayor_title=f"{city}長",
        municipality_name=settings.municipality_name,
        office_lines=(settings.municipality_name, *settings.office_lines),
        notes=NOTES[kind],
        applicants=boxes(APPLICANT_WORDS, {filled.applicant}),
        programmes=everything + named if kind is FormKind.RECORD_COPY else named,
        reasons=_reasons(kind, filled),
        deliveries=tuple(Ticked(word, code == filled.delivery) for code, word in DELIVERIES.items()),
        consents=boxes(CONSENT_WORDS),
        old_vouchers=boxes(OLD_VOUCHER_WORDS),
        matters=boxes(MATTER_WORDS),
        applied_on_words=filled.applied_on_words,
    )


def numbered_sheet(sheet: ApplicationSheet, number: PaperNumber) -> ApplicationSheet:
    """The same form with a number of its own."""
    return replace(sheet, code=Code("受付番号", number.shown, number.figures))


def sheet_of_person(sheet: ApplicationSheet, resident: ResidentView, filled: Filled, settings: Settings) -> ApplicationSheet:
    """The same form with what the register knows and may be shown: of a protected person neither address nor telephone (§3.5)."""
    person = PersonOnForm(
        name=resident.name,
        kana=resident.kana,
        birth_words=format_date(resident.birth),
        address_lines=() if resident.hides_place else address_lines(resident, settings.municipality_name),
        phone="" if resident.hides_place else resident.phone,
    )
    code = Code("宛名番号", resident.resident_number, resident.resident_number)
    return replace(sheet, person=person, applies_self=filled.applicant == Applicant.SELF.value, code=code)


def _reasons(kind: FormKind, filled: Filled) -> tuple[Ticked, ...]:
    if kind is FormKind.CERTIFICATE:
        return tuple(Ticked(word, word == filled.reason) for word in CERTIFICATE_REASONS)
    return boxes(REASON_WORDS, {filled.reason})
