"""What stands in the way of taking a register file back, and what does not."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from portal import clock
from portal.accounts.models import Visit
from portal.accounts.rules import VisitReason
from portal.accounts.sessions import SignedIn
from portal.arrivals.models import Arrival
from portal.arrivals.rules import ArrivalState, Purpose, purposes_as_stored
from portal.db import writing
from portal.errors import Refused
from portal.intake.models import FileImport
from portal.intake.rules import ImportState
from portal.residents.contact_rules import Why
from portal.residents.merge_models import ResidentMerge
from portal.residents.models import Resident, ResidentChange
from portal.residents.note_rules import NoteEnd
from portal.residents.rules import RecordState
from portal.takeback.rules import Dependence
from portal.vouchers.models import Certificate
from portal.vouchers.rules import Applicant, Channel, Delivery
from tests.doses.dose_rows import a_row as a_dose_row
from tests.factories import a_dose, a_mailing, a_note, a_programme, a_resident, a_voucher
from tests.intake.importing import import_now
from tests.residents.register_rows import a_row
from tests.takeback.taking_back import depending, ledger, order_back, person, register, taken_back

pytestmark = pytest.mark.thorough

NUMBER = "0004000001"
Make = Callable[[Resident, SignedIn], Any]


@pytest.fixture(autouse=True)
def programme(clerk: SignedIn) -> None:
    a_programme()


def brought() -> FileImport:
    return register([a_row(), a_row(宛名番号="2")])


def changed(**cells: str) -> FileImport:
    register([a_row(), a_row(宛名番号="2")])
    return register([a_row(**(cells or {"方書": "見本荘"}))])


def a_live_voucher(resident: Resident, _clerk: SignedIn) -> None:
    a_voucher(resident, issued_at=clock.now())


def a_void_voucher(resident: Resident, _clerk: SignedIn) -> None:
    a_voucher(resident, issued_at=clock.now(), voided_at=clock.now(), void_reason="取りやめ")


def a_certificate(resident: Resident, clerk: SignedIn) -> None:
    with writing() as session:
        visit = a_visit(clerk)
        session.add(visit)
        session.flush()
        session.add(
            Certificate(
                public_id=secrets.token_hex(16),
                resident_id=resident.id,
                programme_code="resident-r8",
                issued_at=clock.now(),
                issued_by=clerk.id,
                applicant=Applicant.SELF,
                identity_checked="旅券",
                delivery=Delivery.HANDED_OVER,
                channel=Channel.COUNTER,
                visit_id=visit.id,
                sheet="{}",
            )
        )


def a_linked_arrival(resident: Resident, clerk: SignedIn) -> None:
    with writing() as session:
        visit = a_visit(clerk)
        session.add(visit)
        session.flush()
        session.add(an_arrival(resident, clerk, visit.id))


def a_visit(clerk: SignedIn) -> Visit:
    return Visit(staff_id=clerk.id, channel=Channel.COUNTER, reason=VisitReason.REISSUE, started_at=clock.now())


def an_arrival(resident: Resident, clerk: SignedIn, visit_id: int) -> Arrival:
    return Arrival(
        public_id=secrets.token_hex(16),
        fiscal_year=2026,
        running=1,
        state=ArrivalState.LINKED,
        name=resident.name,
        kana=resident.kana,
        birth=resident.birth,
        sex=resident.sex,
        address="東石川1番地",
        moved_from="見本市",
        notified_on=date(2026, 11, 20),
        purposes=purposes_as_stored({next(iter(Purpose))}),
        applicant=Applicant.SELF,
        identity_checked="旅券",
        name_key=resident.name_key,
        kana_key=resident.kana_key,
        last_resident_id=0,
        taken_at=clock.now(),
        taken_by=clerk.id,
        channel=Channel.COUNTER,
        visit_id=visit_id,
        resident_id=resident.id,
        decided_at=clock.now(),
        decided_by=clerk.id,
    )


def a_dose_by_hand(resident: Resident, _clerk: SignedIn) -> None:
    a_dose(resident)


def a_dose_of_a_file(resident: Resident, _clerk: SignedIn) -> None:
    ledger([a_dose_row(宛名番号=resident.resident_number, 接種券番号="")])


def a_contact(resident: Resident, _clerk: SignedIn) -> None:
    a_mailing(resident)


def a_mistaken_contact(resident: Resident, _clerk: SignedIn) -> None:
    a_mailing(resident, why=Why.MISTAKEN)


def a_contact_that_is_over(resident: Resident, _clerk: SignedIn) -> None:
    a_mailing(resident, ends_on=clock.today() - timedelta(days=1))


def a_standing_note(resident: Resident, _clerk: SignedIn) -> None:
    a_note(resident)


def an_ended_note(resident: Resident, _clerk: SignedIn) -> None:
    a_note(resident, ended_at=clock.now(), end_reason=next(iter(NoteEnd)))


def a_change_by_staff(resident: Resident, clerk: SignedIn) -> None:
    with writing() as session:
        session.add(ResidentChange(resident_id=resident.id, at=clock.now(), field="phone", old="", new="1", staff_id=clerk.id))


def a_merge(resident: Resident, clerk: SignedIn) -> None:
    """Another record is made one with this one; both histories tell it."""
    _merged(a_resident(), resident, clerk)


def a_merge_away(resident: Resident, clerk: SignedIn) -> None:
    _merged(resident, a_resident(), clerk)


def a_merge_undone(resident: Resident, clerk: SignedIn) -> None:
    _merged(a_resident(), resident, clerk, undone_at=clock.now(), undo_reason="別の方とわかった")


def _merged(absorbed: Resident, kept: Resident, clerk: SignedIn, **values: Any) -> None:
    with writing() as session:
        pair = {"kept_id": kept.id, "absorbed_id": absorbed.id, "reason": "同じ方のため", "merged_by": clerk.id}
        session.add(ResidentMerge(public_id=secrets.token_hex(16), merged_at=clock.now(), **pair, **values))
        told = {"at": clock.now(), "old": "9", "new": "", "staff_id": clerk.id}
        session.add(ResidentChange(resident_id=kept.id, field="merge_kept", **told))
        session.add(ResidentChange(resident_id=absorbed.id, field="merge_absorbed", **told))
        if not values:
            session.get_one(Resident, absorbed.id).record_state = RecordState.MERGED


EACH: dict[Make, tuple[Dependence | None, Dependence | None]] = {
    a_live_voucher: (Dependence.VOUCHERS, Dependence.VOUCHERS),
    a_void_voucher: (None, None),
    a_certificate: (Dependence.CERTIFICATES, Dependence.CERTIFICATES),
    a_linked_arrival: (Dependence.ARRIVALS, Dependence.ARRIVALS),
    a_dose_by_hand: (Dependence.DOSES, None),
    a_dose_of_a_file: (Dependence.DOSE_FILES, None),
    a_contact: (Dependence.CONTACTS, None),
    a_mistaken_contact: (None, None),
    a_contact_that_is_over: (None, None),
    a_standing_note: (Dependence.NOTES, None),
    an_ended_note: (None, None),
    a_change_by_staff: (Dependence.CHANGES, Dependence.CHANGES),
    a_merge: (Dependence.MERGES, Dependence.MERGES),
    a_merge_away: (Dependence.MERGES, Dependence.MERGES),
    a_merge_undone: (None, None),
}


@pytest.mark.parametrize("make", EACH)
def test_of_somebody_whom_the_file_brought_everything_that_is_held_counts(clerk: SignedIn, make: Make) -> None:
    file, expected = brought(), EACH[make][0]
    assert depending(file) == {}

    make(person(NUMBER), clerk)

    assert depending(file) == ({expected: 1} if expected else {})


@pytest.mark.parametrize("make", EACH)
def test_of_somebody_whom_the_file_changed_what_was_made_from_the_change_counts(clerk: SignedIn, make: Make) -> None:
    file, expected = changed(), EACH[make][1]

    make(person(NUMBER), clerk)

    assert depending(file) == ({expected: 1} if expected else {})


@pytest.mark.parametrize("make", EACH)
def test_what_is_anothers_or_was_there_before_does_not_count(clerk: SignedIn, make: Make) -> None:
    register([a_row()])
    make(person(NUMBER), clerk)
    file = register([a_row(方書="見本荘"), a_row(宛名番号="2")])
    a_voucher(a_resident(), issued_at=clock.now())

    assert depending(file) == {}


@pytest.mark.parametrize("make", [a_dose_by_hand, a_dose_of_a_file])
def test_a_dose_rests_on_the_birth_that_the_file_changed(clerk: SignedIn, make: Make) -> None:
    file = changed(生年月日="S23.5.15")

    make(person(NUMBER), clerk)

    assert list(depending(file)) == [EACH[make][0]]


def test_a_later_file_goes_first_even_one_that_found_nothing_to_change(clerk: SignedIn) -> None:
    file = brought()
    later = register([a_row(), a_row(宛名番号="2")])
    assert later.applied_rows == 0
    assert depending(file) == {Dependence.LATER_IMPORTS: 1}
    with pytest.raises(Refused, match="あとから反映したファイル"):
        order_back(file, clerk)

    assert taken_back(later, clerk).state is ImportState.TAKEN_BACK

    assert depending(file) == {}
    assert taken_back(file, clerk).state is ImportState.TAKEN_BACK


def test_a_dose_file_goes_first(clerk: SignedIn) -> None:
    file = brought()
    doses = ledger([a_dose_row(接種券番号="")])
    with pytest.raises(Refused, match="接種を記録したファイル"):
        order_back(file, clerk)

    taken_back(doses, clerk)

    assert taken_back(file, clerk).state is ImportState.TAKEN_BACK


@pytest.mark.parametrize("make", [make for make, (expected, _) in EACH.items() if expected])
def test_the_order_is_refused_by_what_the_page_shows(clerk: SignedIn, make: Make) -> None:
    file = brought()
    make(person(NUMBER), clerk)

    with pytest.raises(Refused, match="取り消せません"):
        order_back(file, clerk)

    assert import_now(file.public_id).state is ImportState.APPLIED


def test_a_file_of_an_older_version_whose_people_are_not_known_is_refused(clerk: SignedIn) -> None:
    file = brought()
    with writing() as session:
        session.query(Resident).update({"first_import_id": None})

    with pytest.raises(Refused, match="古い版"):
        order_back(file, clerk)
