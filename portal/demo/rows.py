"""The same citizen as rows of the database and as lines of the two files."""

import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from portal.demo.chance import REFERENCE_DAY
from portal.demo.doses import GivenDose
from portal.demo.people import Person
from portal.demo.vouchers import RESIDENT, RETURNED, IssuedVoucher
from portal.doses.fields import COLUMNS as DOSE_COLUMNS
from portal.residents import keys
from portal.residents.files import COLUMNS as REGISTER_COLUMNS
from portal.text.wareki import PartialDate
from portal.vouchers.rules import DOCUMENT_WORDS, Delivery, Document
from portal.vouchers.state_rules import ReturnReason, VoidReason

Row = dict[str, Any]

# A million people share some hundred thousand names, and households an address.
name_keys = lru_cache(100_000)(keys.name_keys)
place_keys = lru_cache(100_000)(keys.place_keys)

REGISTER_HEADINGS = tuple(column.heading for column in REGISTER_COLUMNS)
DOSE_HEADINGS = tuple(column.heading for column in DOSE_COLUMNS)
CONTENT = "接種"
FIRST_REGISTER = date(2021, 2, 1)
KIND = "2"
RETURN_TAKES = timedelta(days=7, hours=5)
# One in so many of the first mailing that nobody used lies among the returned mail.
WAITS_OF = 97


def resident_row(resident_id: int, person: Person) -> Row:
    row: Row = {
        "id": resident_id,
        "public_id": secrets.token_hex(16),
        "resident_number": person.resident_number,
        "integrated_number": person.integrated_number,
        "household_number": person.household_number,
        "name": person.name,
        "kana": person.kana,
        "former_surname": person.former_surname,
        "alias_name": person.alias_name,
        "roman_name": person.roman_name,
        "birth": person.birth,
        "sex": person.sex,
        "postal_code": person.postal_code,
        "address": person.address,
        "building": person.building,
        "phone": person.phone,
        "category": person.category,
        "movement": person.movement,
        "moved_on": person.moved_on,
        "protection": person.protection,
        "protected_from": person.protected_from,
        "protected_until": person.protected_until,
        "version": 1,
        "registered_at": _registered_at(person),
    }
    names = name_keys(person.name, kana=person.kana, former=person.former_surname, alias=person.alias_name, roman=person.roman_name)
    return row | names | place_keys(person.address, person.building, person.phone)


def dose_row(resident_id: int, dose: GivenDose) -> Row:
    return {
        "resident_id": resident_id,
        "programme_code": dose.programme_code,
        "dose_number": dose.dose_number,
        "caution": dose.caution,
        "past_infection": dose.past_infection,
        "before_moving_in": dose.before_moving_in,
        "method": dose.institution.method,
        "content": CONTENT,
        "given_on": dose.given_on,
        "age_when_given": dose.age_when_given,
        "volume_ml": dose.volume_ml,
        "institution": dose.institution.name,
        "screening_doctor": dose.doctor,
        "giving_doctor": dose.doctor,
        "lot_number": dose.lot_number,
        "manufacturer": dose.manufacturer,
        "claim_month": f"{dose.claim_month:%Y-%m}" if dose.claim_month else "",
        "subsidy_yen": dose.subsidy_yen,
        "municipality_code": dose.municipality_code,
        "voucher_number": dose.voucher_number,
        "verified": bool(dose.lot_number) and not dose.before_moving_in,
        "recorded_at": _recorded_at(dose.given_on),
        "superseded_reason": "",
    }


def voucher_row(
    voucher_id: int, resident_id: int, voucher: IssuedVoucher, *, ids: Mapping[IssuedVoucher, int], staff: Mapping[str, int]
) -> Row:
    """`ids` knows the vouchers that others replace, `staff` the ids by login name."""
    return {
        "id": voucher_id,
        "public_id": secrets.token_hex(16),
        "number": voucher.number,
        "resident_id": resident_id,
        "programme_code": RESIDENT,
        "dose_number": voucher.dose_number,
        "issued_at": voucher.issued_at,
        "issued_by": staff[voucher.issued_by] if voucher.issued_by else None,
        "reason": voucher.reason,
        "reason_note": "",
        "channel": voucher.channel,
        "applicant": voucher.applicant,
        "identity_checked": "・".join(DOCUMENT_WORDS[document] for document in Document if document in voucher.documents),
        "delivery": voucher.delivery,
        "memo": "",
        "replaces_id": ids[voucher.replaces] if voucher.replaces else None,
        "voided_at": voucher.voided_at,
        "void_reason": voucher.void_reason,
    } | _where(voucher)


def _where(voucher: IssuedVoucher) -> Row:
    """Posted or handed over as it was issued; what came back is void already, or waits with the returned mail."""
    came_back = voucher.void_reason == RETURNED
    waits = voucher.mailed_first and voucher.voided_at is None and voucher.used_by is None and int(voucher.number) % WAITS_OF == 0
    by_post = voucher.delivery is Delivery.POST_TO_ADDRESS
    return {
        "kind_code": KIND,
        "void_why": None if voucher.voided_at is None else VoidReason.RETURNED_MAIL if came_back else VoidReason.REISSUED,
        "posted_at": voucher.issued_at if by_post else None,
        "handed_over_at": None if by_post else voucher.issued_at,
        "returned_at": voucher.issued_at + RETURN_TAKES if waits or came_back else None,
        "return_reason": ReturnReason.UNKNOWN_ADDRESS if waits or came_back else None,
    }


def register_line(person: Person) -> list[str]:
    """The cells in the order of REGISTER_HEADINGS."""
    return [
        person.resident_number,
        person.integrated_number,
        person.household_number,
        person.name,
        person.kana,
        person.former_surname,
        person.alias_name,
        person.roman_name,
        _partial_digits(person.birth),
        person.sex.value,
        person.postal_code,
        person.address,
        person.building,
        person.phone,
        person.category.value,
        person.movement.value if person.movement else "",
        _digits(person.moved_on),
        person.protection.value if person.protection else "",
        _digits(person.protected_from),
        _digits(person.protected_until),
    ]


def dose_line(person: Person, dose: GivenDose) -> list[str]:
    """The cells in the order of DOSE_HEADINGS."""
    return [
        person.resident_number,
        dose.programme_code,
        str(dose.dose_number),
        dose.caution,
        dose.past_infection,
        "1" if dose.before_moving_in else "",
        dose.institution.method,
        CONTENT,
        _digits(dose.given_on),
        "" if dose.age_when_given is None else str(dose.age_when_given),
        str(dose.volume_ml),
        dose.institution.name,
        dose.doctor,
        dose.doctor,
        dose.lot_number,
        dose.manufacturer,
        f"{dose.claim_month:%Y%m}" if dose.claim_month else "",
        "" if dose.subsidy_yen is None else str(dose.subsidy_yen),
        dose.municipality_code,
        dose.voucher_number,
    ]


def _digits(day: date | None) -> str:
    return "" if day is None else f"{day:%Y%m%d}"


def _partial_digits(day: PartialDate) -> str:
    return day.key.replace("-", "")


_LAST_RECORDED = datetime.combine(REFERENCE_DAY, time(8, 0), UTC)


def _registered_at(person: Person) -> datetime:
    """The evening after moving in or being born; those who were here before, when the register was first taken over."""
    came = person.came_on or (person.birth.first_day if person.birth.year else FIRST_REGISTER)
    return min(datetime.combine(max(came, FIRST_REGISTER) + timedelta(days=1), time(9, 30), UTC), _LAST_RECORDED)


def _recorded_at(given_on: date) -> datetime:
    """Five days after the vaccination, in the evening of Japan's time; never after the reference day."""
    return min(datetime.combine(given_on + timedelta(days=5), time(9, 30), UTC), _LAST_RECORDED)
