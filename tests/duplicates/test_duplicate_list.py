"""The register gone through for pairs, the list of them, 別の方 and its withdrawal."""

import pytest
from sqlalchemy import select, update

from portal.audit.events import Event
from portal.db import db, reading, writing
from portal.duplicates import finding
from portal.duplicates.finding import find_duplicates
from portal.duplicates.models import DuplicateCandidate, DuplicateRuling
from portal.duplicates.moving import MOVING, STAYING
from portal.jobs.actions import ask_for_job, fail, finish
from portal.jobs.kinds import JobKind
from portal.jobs.models import Job
from portal.residents.models import Resident
from portal.residents.rules import Protection, RecordState
from tests.conftest import Browser
from tests.counter.at_counter import facts, records, subjects_of
from tests.duplicates.merging import merge, of_the_counter, of_the_register, page_of
from tests.factories import a_resident
from tests.intake.importing import Killed, killed_after


def gone_through() -> list[tuple[int, int]]:
    """The pairs after the job has run, the most likely first."""
    find_duplicates(asked())
    with reading() as session:
        newest = session.scalars(select(Job.id).order_by(Job.id.desc())).first()
    assert newest is not None
    finish(newest)
    return pairs()


def asked() -> int:
    with writing():
        return ask_for_job(JobKind.DUPLICATES_FIND, about=0, total=0, by_staff_id=None).id


def pairs() -> list[tuple[int, int]]:
    with reading() as session:
        order = (DuplicateCandidate.weight, DuplicateCandidate.first_id)
        return [(row.first_id, row.second_id) for row in session.scalars(select(DuplicateCandidate).order_by(*order))]


@pytest.mark.usefixtures("app")
def test_going_through_finds_the_pairs_in_chunks_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    kanji, one, other = of_the_register(name="小野瀬 数子"), of_the_register(), of_the_counter()
    twisted = [
        a_resident(name="根本 茂", kana="ネモト シゲル", birth=birth, household_number="0007") for birth in ("1950-01-02", "1950-02-01")
    ]
    a_resident(name="関 太郎", kana="セキ タロウ", birth="1960-01-01")
    expected = {(one.id, other.id), (kanji.id, one.id), (kanji.id, other.id), (twisted[0].id, twisted[1].id)}
    assert set(gone_through()) == expected
    assert pairs()[0] == (one.id, other.id)
    for size in (1, 2, 3):
        monkeypatch.setattr(finding, "ROWS_A_CHUNK", size)
        assert set(gone_through()) == expected


@pytest.mark.usefixtures("app")
def test_where_protected_people_live_makes_no_pair() -> None:
    born = ("1950-01-02", "1950-02-01")
    for birth, protection in zip(born, (None, Protection.OTHER), strict=True):
        a_resident(name="根本 茂", kana="ネモト シゲル", birth=birth, household_number="0007", protection=protection)

    assert gone_through() == []


@pytest.mark.usefixtures("app")
def test_killed_and_called_again_it_ends_the_same_and_old_pairs_go() -> None:
    one, other = of_the_register(), of_the_counter()
    third = of_the_register()
    assert len(gone_through()) == 3
    with writing() as session:
        session.execute(update(Resident).where(Resident.id == third.id).values(record_state=RecordState.TAKEN_BACK))
    job = asked()
    with pytest.raises(Killed):
        find_duplicates(job, pause=killed_after(1))
    find_duplicates(job)

    assert pairs() == [(one.id, other.id)]


def test_the_button_asks_for_one_job_at_a_time(clerk: Browser) -> None:
    assert "まだ洗い出していません" in clerk.get("/duplicates").text
    clerk.post("/duplicates/search").follow()
    assert "洗い出し中" in clerk.text
    clerk.post("/duplicates/search")

    with reading() as session:
        assert len(list(session.scalars(select(Job).where(Job.kind == JobKind.DUPLICATES_FIND)))) == 1


def test_a_search_that_stopped_is_said(clerk: Browser) -> None:
    fail(asked(), "処理が内部の誤りで止まりました。")

    assert "洗い出しが止まりました" in clerk.get("/duplicates").text
    assert "処理が内部の誤りで止まりました。下の一覧は" in clerk.text


def test_the_list_names_both_and_says_why(clerk: Browser) -> None:
    one, other = of_the_register(), of_the_counter()
    gone_through()
    clerk.get("/duplicates")

    assert f'href="{page_of(one, other)}"' in clerk.text
    assert "氏名と生年月日が同じ・一方は窓口で登録した住登外の方" in clerk.text
    assert "令和8年11月24日" in clerk.text
    assert not any(place in clerk.text for place in ("中根9871", "津田9733", "029-000-4471"))
    record = records(Event.DUPLICATE_LIST)[-1]
    assert (facts(record), subjects_of(record)) == ({"view": "open", "page": 1, "count": 1}, {one.id, other.id})
    assert "重複のおそれはありません" in merge(clerk, one, other).get("/duplicates").text


def test_more_than_a_page_is_paged(clerk: Browser) -> None:
    for number in range(11):
        of_the_register(resident_number=f"00050000{number:02}")
    assert len(gone_through()) == 55
    clerk.get("/duplicates")

    assert '全<span class="nowrap">55件</span>' in clerk.text
    assert clerk.text.count('<tr>\n    <th scope="row">') == 50
    assert clerk.get("/duplicates?page=9").text.count('<tr>\n    <th scope="row">') == 5


def test_two_people_are_not_offered_again_until_it_is_withdrawn(clerk: Browser) -> None:
    one, other = of_the_register(), of_the_counter()
    gone_through()
    assert clerk.get(page_of(one, other)).post(f"{page_of(one, other)}/apart", {"apart_reason": ""}).status == 422
    clerk.get(page_of(other, one)).post(f"{page_of(other, one)}/apart", {"apart_reason": "本人に確かめた"}).follow()
    assert "重複のおそれはありません" in clerk.text
    gone_through()
    assert "重複のおそれはありません" in clerk.get("/duplicates").text
    assert "黒澤 拓也が令和8年11月24日" in clerk.get(page_of(one, other)).text
    assert "先に「別の方」を取り消してください" in clerk.text
    clerk.get("/duplicates").post(f"{page_of(one, other)}/apart", {"apart_reason": "もう一度"})
    assert (clerk.status, "もう「別の方」とされています" in clerk.text) == (409, True)

    with reading() as session:
        ruling = session.scalars(select(DuplicateRuling)).one()
    assert "本人に確かめた" in clerk.get("/duplicates?view=apart").text
    withdrawal = f"/duplicate-rulings/{ruling.public_id}/withdrawal"
    assert "取り消す理由を入れてください" in clerk.post(withdrawal, {"withdraw_reason": ""}).follow().text
    clerk.post(withdrawal, {"withdraw_reason": "親族の話で同じ方とわかった"}).follow()
    assert "取り消し済" in clerk.text
    assert page_of(one, other) in clerk.get("/duplicates").text
    assert clerk.post(withdrawal, {"withdraw_reason": "もう一度"}).status == 409
    assert [facts(record) for record in records(Event.DUPLICATE_REJECT, Event.DUPLICATE_WITHDRAW)] == [{"ruling": 1}, {"ruling": 1}]


def test_two_numbers_lead_to_the_pair(clerk: Browser) -> None:
    one, other = of_the_register(), of_the_counter(name="別名 和子")
    clerk.get("/duplicates").post("/duplicates/numbers", {"first_number": one.resident_number, "second_number": other.resident_number})
    assert clerk.location == page_of(one, other)
    clerk.get("/duplicates").post("/duplicates/numbers", {"first_number": one.resident_number, "second_number": "0009"})
    assert (clerk.status, "この宛名番号の記録はありません" in clerk.text) == (422, True)
    clerk.get("/duplicates").post("/duplicates/numbers", {"first_number": one.resident_number, "second_number": one.resident_number})
    assert (clerk.status, "同じ記録です" in clerk.text) == (422, True)
    assert clerk.get(page_of(one, one)).status == 404


def test_every_table_that_points_to_a_record_moves_or_stays() -> None:
    """A new one must be named in portal/duplicates/moving.py: what is forgotten would be left with the record that nobody finds."""
    pointing = {
        table.name
        for table in db.metadata.sorted_tables
        for column in table.columns
        if column.name == "resident_id" or any(key.column.table.name == "resident" for key in column.foreign_keys)
    }

    assert pointing == {table.name for table in MOVING} | set(STAYING)
