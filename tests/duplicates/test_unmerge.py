"""A merge taken apart again: the database is what it was, but for histories and journals; what came since stays or goes with its row."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update

from portal import clock
from portal.audit.events import Event
from portal.db import db, reading, writing
from portal.doses.models import Dose
from portal.residents.models import Resident
from portal.residents.rules import Protection, RecordState
from portal.vouchers.models import Voucher
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, facts, in_visit, records, search
from tests.duplicates.merging import (
    NOW,
    again,
    dump,
    hang_everything_on,
    history_of,
    merge,
    merges,
    of_the_counter,
    of_the_register,
    owners,
    unmerge,
)
from tests.factories import a_dose, a_mailing, a_note, a_phone, a_voucher

pytestmark = pytest.mark.thorough

LATER = NOW + timedelta(days=40)


def both_with_everything() -> tuple[Resident, Resident]:
    """Clashing doses and vouchers on both, and one of each thing on the one that goes away."""
    kept, absorbed = of_the_register(), of_the_counter()
    a_dose(kept, lot_number="AA1")
    a_dose(absorbed, lot_number="BB2")
    a_dose(absorbed, lot_number="OLD", superseded_at=NOW - timedelta(days=9), superseded_reason="ロットの訂正")
    a_voucher(kept)
    a_voucher(absorbed)
    a_mailing(kept)
    a_note(kept)
    hang_everything_on(absorbed)
    return kept, absorbed


@pytest.mark.parametrize("keep", ["first", "second"])
@pytest.mark.parametrize("stands", ["first", "second"])
@pytest.mark.parametrize("protected", [None, 0, 1])
def test_the_database_is_as_it_was(sign_in: SignIn, clerk: Browser, keep: str, stands: str, protected: int | None) -> None:
    people = both_with_everything()
    if protected is not None:
        with writing() as session:
            hidden = {"protection": Protection.OTHER, "protected_from": NOW.date()}
            session.execute(update(Resident).where(Resident.id == people[protected].id).values(hidden))
    chief = in_visit(sign_in("kacho"))
    before = dump()
    merge(chief, *people, keep=keep, **{"dose-resident-r8-1": stands, "voucher-resident-r8-1": stands})
    assert chief.status == 303
    assert dump() != before
    with time_machine.travel(LATER, tick=False):
        unmerge(in_visit(sign_in("kacho"))).follow()

    assert merges()[0].undone_at == LATER
    assert dump() == before


def test_both_histories_tell_both(clerk: Browser) -> None:
    kept, absorbed = of_the_register(), of_the_counter()
    merge(clerk, kept, absorbed)
    unmerge(clerk).follow()

    assert "統合を解きました" in clerk.text
    assert [field for field, _ in history_of(kept)] == ["merge_kept", "unmerge_kept"]
    assert [field for field, _ in history_of(absorbed)] == ["merge_absorbed", "unmerge_absorbed"]
    assert "宛名番号9000000001の記録の統合を解き、その記録の分を戻した。" in clerk.get(f"/residents/{kept.public_id}").text
    assert again(absorbed).record_state is RecordState.CURRENT
    assert absorbed.public_id in search(clerk, "小野瀬 和子").text
    (record,) = records(Event.MERGE_UNDO)
    assert facts(record) == {"merge": merges()[0].id, "moved": 0}
    assert "別の方とわかった" in clerk.get(f"/merges/{merges()[0].public_id}").text


def test_the_history_tells_the_protection_that_came_and_went(sign_in: SignIn, clerk: Browser) -> None:
    kept, absorbed = of_the_register(), of_the_counter(protection=Protection.OTHER)
    chief = in_visit(sign_in("kacho"))
    merge(chief, kept, absorbed)
    unmerge(chief)

    told = [line for line in history_of(kept) if line[0] == "protection"]
    assert told == [("protection", ""), ("protection", Protection.OTHER.value)]
    assert again(kept).protection is None


def corrected(row: Dose | Voucher, **values: Any) -> int:
    """A later version of the row, as a correction or a reissue leaves it."""
    model = type(row)
    with writing() as session:
        old = session.get_one(model, row.id)
        new = model(**{c.key: getattr(old, c.key) for c in model.__table__.columns if c.key != "id"} | values | {"replaces_id": old.id})
        ended = {"superseded_at": clock.now()} if isinstance(old, Dose) else {"voided_at": clock.now(), "void_reason": "再発行のため無効"}
        for column, value in ended.items():
            setattr(old, column, value)
        session.flush()
        session.add(new)
        session.flush()
        return new.id


def test_later_versions_go_back_with_their_row_and_new_things_stay(sign_in: SignIn, clerk: Browser) -> None:
    kept, absorbed = of_the_register(), of_the_counter()
    dose, voucher, phone = a_dose(absorbed), a_voucher(absorbed, dose_number=2), a_phone(absorbed)
    merge(clerk, kept, absorbed)
    with time_machine.travel(LATER, tick=False):
        clerk = in_visit(sign_in("daicho"))
        corrected(dose, lot_number="CC3", recorded_at=LATER)
        changed = {"public_id": "d" * 32, "number": "0000999999", "issued_at": LATER, "identity_checked": "旅券"}
        corrected(voucher, **changed)
        with writing() as session:
            session.execute(update(db.metadata.tables["contact"]).values(superseded_at=LATER))
        a_phone(kept, public_id=phone.public_id, version=2, recorded_at=LATER)
        a_dose(kept, dose_number=2, recorded_at=LATER)
        a_note(kept, written_at=LATER)
        clerk.get(f"/merges/{merges()[0].public_id}")
        assert "接種記録 2件・接種券 2件・送付先・連絡先 2件" in clerk.text
        assert "接種記録 1件・申し送り 1件" in clerk.text
        unmerge(clerk)

    assert owners("dose") == [absorbed.id, absorbed.id, kept.id]
    assert owners("voucher") == [absorbed.id, absorbed.id]
    assert owners("contact") == [absorbed.id, absorbed.id]
    assert owners("resident_note") == [kept.id]


def test_what_stands_in_the_place_by_now_is_not_pushed_aside_and_is_said(clerk: Browser) -> None:
    kept, absorbed = of_the_register(), of_the_counter()
    mine, theirs = a_dose(kept, lot_number="AA1"), a_dose(absorbed, lot_number="BB2")
    merge(clerk, kept, absorbed, **{"dose-resident-r8-1": "second"})
    with writing() as session:
        session.execute(update(Dose).where(Dose.id == theirs.id).values(superseded_at=clock.now(), superseded_reason="接種なし"))
    new = a_dose(kept, lot_number="DD4", recorded_at=LATER)
    unmerge(clerk).follow()

    assert "接種記録(1回目)は、統合のあとに記録された接種があるため、戻していません。" in clerk.text
    with reading() as session:
        assert list(session.scalars(select(Dose.id).where(Dose.superseded_at.is_(None)))) == [new.id]
    assert owners("dose") == [mine.resident_id, absorbed.id, kept.id]


def test_pressed_twice_it_is_undone_once(clerk: Browser) -> None:
    merge(clerk, of_the_register(), of_the_counter())
    url = f"/merges/{merges()[0].public_id}"
    clerk.get(url)
    form = {"undo_reason": "別の方とわかった"} | {name: clerk.hidden(name) for name in ("once", "csrf_token")}
    for _ in range(2):
        assert clerk.post(f"{url}/undo", form).location == url

    assert len(records(Event.MERGE_UNDO)) == 1
    clerk.get("/duplicates").post(f"{url}/undo", {"undo_reason": "もう一度"})
    assert (clerk.status, "もう解かれています" in clerk.text) == (409, True)


def test_a_later_merge_is_undone_first(clerk: Browser) -> None:
    first, second, third = of_the_register(), of_the_counter(), of_the_register()
    merge(clerk, first, second)
    merge(clerk, third, first)
    older = f"/merges/{merges()[0].public_id}"
    assert "先にそちらの統合を解いてください" in clerk.get(older).text
    unmerge(clerk)
    assert clerk.get(older).post(f"{older}/undo", {"undo_reason": "別の方"}).status == 303
    assert {again(person).record_state for person in (first, second, third)} == {RecordState.CURRENT}


def test_a_later_merge_that_decided_about_the_same_row_is_undone_first(clerk: Browser) -> None:
    kept, one, other = of_the_register(), of_the_counter(), of_the_register()
    a_dose(one, lot_number="BB2")
    a_dose(other, lot_number="CC3")
    merge(clerk, kept, one)
    merge(clerk, kept, other, **{"dose-resident-r8-1": "second"})

    assert "先に新しい統合から解いてください" in clerk.get(f"/merges/{merges()[0].public_id}").text


def test_the_reason_is_asked_for_and_the_protected_are_the_chiefs(clerk: Browser) -> None:
    kept, absorbed = of_the_register(), of_the_counter()
    merge(clerk, kept, absorbed)
    assert unmerge(clerk, undo_reason=" ").status == 422
    with writing() as session:
        session.execute(update(Resident).where(Resident.id == kept.id).values(protection=Protection.OTHER))
    url = f"/merges/{merges()[0].public_id}"
    assert "統合を解く</button>" not in clerk.get(url).text
    clerk.get("/duplicates").post(f"{url}/undo", {"undo_reason": "別の方"})
    assert (clerk.status, "所属長が行います" in clerk.text) == (409, True)
