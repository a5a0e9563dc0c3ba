"""What stands on a 接種記録の写し, from the person and the doses: data for record_copy_documents.py."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from portal.config import Settings
from portal.doses.queries import DoseView
from portal.residents.queries import ResidentView
from portal.residents.rules import SEX_WORDS
from portal.text.wareki import format_date
from portal.vouchers.record_copy_documents import NO_ENTRY, RecordCopySheet, RecordLine
from portal.vouchers.sheets import address_lines

UNVERIFIED = "予診票との照合を済ませていない記録"
BEFORE_MOVING_IN = "転入前の市区町村での接種"


def record_copy_sheet_for(
    resident: ResidentView,
    doses: Sequence[DoseView],
    names: Mapping[str, str],
    *,
    scope: str,
    issued_at: datetime,
    settings: Settings,
) -> RecordCopySheet:
    """`names`: of the programmes by code. A protected person's page shows no address (domain-vaccination §3.5); never a 個人番号."""
    return RecordCopySheet(
        resident_name=resident.name,
        resident_kana=resident.kana,
        birth_words=format_date(resident.birth),
        sex_word=SEX_WORDS[resident.sex],
        address_lines=address_lines(resident, settings.municipality_name),
        doses=tuple(_line(dose, names) for dose in doses),
        scope=scope,
        issued_on_words=format_date(issued_at.date()),
        mayor_title=f"{settings.prefecture_name}{settings.municipality_name}長",
        office_lines=(settings.municipality_name, *settings.office_lines),
    )


def record_copy_sheet_from_text(text: str) -> RecordCopySheet:
    """The sheet as it was written when the copy was given out."""
    values: dict[str, Any] = json.loads(text)
    values |= {name: tuple(values[name]) for name in ("address_lines", "office_lines")}
    values["doses"] = tuple(RecordLine(**line) for line in values["doses"])
    return RecordCopySheet(**values)


def _line(dose: DoseView, names: Mapping[str, str]) -> RecordLine:
    doctors = [doctor for doctor in (dose.giving_doctor, dose.screening_doctor) if doctor]
    return RecordLine(
        programme_name=names.get(dose.programme_code, "その他の接種"),
        dose=f"{dose.dose_number}回目",
        given_on_words=format_date(dose.given_on),
        age=NO_ENTRY if dose.age_when_given is None else f"{dose.age_when_given}歳",
        content="・".join(part for part in (dose.content, dose.method) if part) or NO_ENTRY,
        product=dose.manufacturer or NO_ENTRY,
        lot_number=dose.lot_number or NO_ENTRY,
        volume=dose.volume_ml or NO_ENTRY,
        institution=dose.institution or NO_ENTRY,
        doctor="、".join(dict.fromkeys(doctors)) or NO_ENTRY,
        remarks=_remarks(dose),
    )


def _remarks(dose: DoseView) -> str:
    """Whatever else the ledger says of the person at this dose (その他必要事項), and how sure it is."""
    said = [
        f"要注意者: {dose.caution}" if dose.caution else "",
        f"罹患: {dose.past_infection}" if dose.past_infection else "",
        BEFORE_MOVING_IN if dose.before_moving_in else "" if dose.verified else UNVERIFIED,
    ]
    return "。".join(part for part in said if part)
