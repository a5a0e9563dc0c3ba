"""Two records made one: everything moves, what cannot stand twice is chosen, and nothing happens behind the clerk's back."""

import pytest
from sqlalchemy import select, update

from portal.audit.events import Event
from portal.db import reading, writing
from portal.doses.models import Dose
from portal.duplicates.moving import MOVING, SUPERSEDED, VOIDED
from portal.residents.models import Resident
from portal.residents.rules import Protection, RecordState
from portal.vouchers.models import Voucher
from tests.conftest import Browser
from tests.counter.at_counter import SignIn, facts, in_visit, records, search, subjects_of
from tests.duplicates.merging import again, hang_everything_on, history_of, merge, merges, of_the_counter, of_the_register, owners, page_of
from tests.factories import a_dose, a_programme, a_voucher

pytestmark = pytest.mark.thorough


def test_everything_goes_to_the_kept_record(clerk: Browser) -> None:
    kept, absorbed = of_the_register(), of_the_counter()
    hang_everything_on(absorbed)
    clerk.get(page_of(kept, absorbed))
    assert "同じ方なら、統合する" in clerk.text
    merge(clerk, kept, absorbed).follow()

    assert "統合しました" in clerk.text
    assert {table.name: set(owners(table.name)) for table in MOVING} == {table.name: {kept.id} for table in MOVING}
    assert (again(kept).record_state, again(absorbed).record_state) == (RecordState.CURRENT, RecordState.MERGED)
    assert (again(kept).version, again(absorbed).version) == (2, 2)
    assert history_of(kept) == [("merge_kept", absorbed.resident_number)]
    assert history_of(absorbed) == [("merge_absorbed", kept.resident_number)]
    (record,) = records(Event.DUPLICATE_MERGE)
    assert (facts(record), subjects_of(record)) == ({"merge": merges()[0].id, "moved": 12, "superseded": 0}, {kept.id, absorbed.id})


def test_the_kept_record_tells_it_and_the_absorbed_one_leads_to_it(clerk: Browser) -> None:
    kept, absorbed = of_the_register(), of_the_counter()
    merge(clerk, kept, absorbed)
    clerk.get(f"/residents/{absorbed.public_id}").follow()

    assert "この方の記録に統合されています" in clerk.text
    assert "宛名番号9000000001の記録を、この記録に統合した。" in clerk.text
    assert f'href="/merges?person={kept.public_id}"' in clerk.text
    assert absorbed.public_id not in search(clerk, "小野瀬 和子").text


def test_a_dose_that_both_have_is_chosen(clerk: Browser) -> None:
    kept, absorbed = of_the_register(), of_the_counter()
    mine, other = a_dose(kept, lot_number="AA1"), a_dose(absorbed, lot_number="BB2")
    merge(clerk, kept, absorbed)
    assert clerk.status == 422
    assert "どちらの記録を使うか選んでください" in clerk.text
    assert merges() == []

    merge(clerk, kept, absorbed, **{"dose-resident-r8-1": "second"})
    with reading() as session:
        rows = {row.id: row for row in session.scalars(select(Dose))}
    assert (rows[mine.id].superseded_reason, rows[other.id].superseded_at) == (SUPERSEDED, None)
    assert owners("dose") == [kept.id, kept.id]


def test_of_the_same_dose_twice_the_kept_one_stands_without_a_question(clerk: Browser) -> None:
    kept, absorbed = of_the_register(), of_the_counter()
    mine, other = a_dose(kept), a_dose(absorbed)
    clerk.get(page_of(kept, absorbed))
    assert "内容が同じ" in clerk.text
    merge(clerk, kept, absorbed)

    with reading() as session:
        standing = list(session.scalars(select(Dose.id).where(Dose.superseded_at.is_(None))))
    assert (standing, other.id in standing) == ([mine.id], False)


def test_of_two_live_vouchers_one_stays_valid(clerk: Browser) -> None:
    kept, absorbed = of_the_register(), of_the_counter()
    mine, other = a_voucher(kept), a_voucher(absorbed)
    assert "手もとの券を回収してください" in clerk.get(page_of(kept, absorbed)).text
    merge(clerk, kept, absorbed, **{"voucher-resident-r8-1": "first"})

    with reading() as session:
        rows = {row.id: row for row in session.scalars(select(Voucher))}
    assert (rows[mine.id].voided_at, rows[other.id].void_reason, rows[other.id].resident_id) == (None, VOIDED, kept.id)


def test_the_right_one_may_be_kept(clerk: Browser) -> None:
    first, second = of_the_counter(), of_the_register()
    assert clerk.get(page_of(first, second)).text.count("checked") == 1
    merge(clerk, first, second, keep="second")

    assert (merges()[0].kept_id, merges()[0].absorbed_id) == (second.id, first.id)


def test_two_clerks_cannot_merge_at_once(clerk: Browser, sign_in: SignIn) -> None:
    kept, absorbed = of_the_register(), of_the_counter()
    clerk.get(page_of(kept, absorbed))
    versions = {name: clerk.hidden(name) for name in ("first_version", "second_version")}
    with writing() as session:
        session.execute(update(Resident).where(Resident.id == absorbed.id).values(version=9))
    clerk.post(f"{page_of(kept, absorbed)}/merge", {"keep": "first", "reason": "本人に確かめた"} | versions)

    assert (clerk.status, "どちらかの記録が変わりました" in clerk.text) == (409, True)
    assert merges() == []
    merge(clerk, kept, absorbed)
    assert merge(in_visit(sign_in("daicho2")), kept, absorbed).status in (400, 404)


def test_pressed_twice_there_is_one_merge(clerk: Browser) -> None:
    kept, absorbed = of_the_register(), of_the_counter()
    form = {"keep": "first", "reason": "本人に確かめた", "once": ""}
    clerk.get(page_of(kept, absorbed))
    form |= {name: clerk.hidden(name) for name in ("once", "csrf_token", "first_version", "second_version")}
    first = clerk.post(f"{page_of(kept, absorbed)}/merge", form).location
    second = clerk.post(f"{page_of(kept, absorbed)}/merge", form).location

    assert first == second
    assert len(merges()) == 1


@pytest.mark.parametrize(
    ("form", "words"), [({"keep": ""}, "残す記録を選んでください"), ({"reason": ""}, "同じ方とした理由を入れてください")]
)
def test_what_is_missing_is_asked_for(clerk: Browser, form: dict[str, str], words: str) -> None:
    kept, absorbed = of_the_register(), of_the_register()
    merge(clerk, kept, absorbed, **form)

    assert (clerk.status, words in clerk.text, merges()) == (422, True, [])


@pytest.mark.parametrize("which", [0, 1])
def test_a_protected_record_is_merged_by_the_chief_and_hides_both(clerk: Browser, sign_in: SignIn, which: int) -> None:
    people = [of_the_register(), of_the_counter()]
    with writing() as session:
        session.execute(update(Resident).where(Resident.id == people[which].id).values(protection=Protection.STALKING))
    clerk.get(page_of(*people))
    assert ("統合と、その取り消しは所属長が行います" in clerk.text, "統合する</button>" in clerk.text) == (True, False)
    assert not any(place in clerk.text for place in ("大字中根9871番地3", "津田9733番地", "029-000-4471", "0007000001"))
    assert (
        clerk.post(f"{page_of(*people)}/merge", {"keep": "first", "reason": "x", "first_version": "1", "second_version": "1"}).status == 409
    )

    chief = in_visit(sign_in("kacho"))
    merge(chief, people[0], people[1])
    assert chief.status == 303
    assert again(people[0]).protection is Protection.STALKING


def test_only_who_keeps_the_ledger_may(sign_in: SignIn) -> None:
    a_programme()
    kept, absorbed = of_the_register(), of_the_counter()
    for login_name in ("madoguchi", "toiawase", "soumu", "kansa", "kanri"):
        assert sign_in(login_name).get(page_of(kept, absorbed)).status == 403
