"""An audit from its first page to the finding that is mended, as auditor and chief meet it (R5-2)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from portal import clock
from portal.accounts.models import PermissionGrant
from portal.audits.models import AuditFinding, AuditPoint, FindingEvent
from portal.audits.rules import Answer, FindingState, Point
from portal.db import reading, writing
from portal.media.rules import CopyKind, Kind, State, Thing
from portal.permissions import Permission
from portal.web.once import new_once
from tests.audits.auditing import add_finding, answer, answer_all, point_url, sign, start, the_finding, the_run
from tests.conftest import Browser
from tests.media.rows import add_copy, add_end, add_lending, add_line, add_medium, section_id
from tests.people import staff_id

SignIn = Callable[[str], Browser]


def _kenko() -> str:
    with reading():
        return str(section_id())


def test_the_sheet_tells_what_the_ledgers_say(app: Flask, sign_in: SignIn) -> None:
    now = clock.now()
    with writing():
        late = add_line(State.RETURNED, kind=Kind.TAKE_OUT, starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
        way_back = {"returned_at": now, "received_by": staff_id("baitai"), "brought_by": "daicho"}
        add_lending(late, handed_by=staff_id("daicho"), handed_at=now - timedelta(hours=30), anomaly="封が切れていた", **way_back)
        add_copy(late, CopyKind.TERMINAL, place="KENKO-07", beyond_leave=True)
        done = add_line(State.RETURNED, medium_id=late.medium_id)
        add_end(add_copy(done), confirmed_by="baitai")
        expired = add_medium(permitted_until=now.date() - timedelta(days=1))
        late_link, unseen = f'href="/media/requests/{late.public_id}">{late.number.shown}</a>', 2
        expired_link = f'href="/media/media/{expired.public_id}">{expired.number.shown}</a>'
    auditor = sign_in("kansa")
    auditor.get(start(auditor))
    page = auditor.text
    for words in (
        "期間を過ぎて完結していない記録が1件あります",
        "消去・廃棄の確認が済んでいない複製のある記録が1件あります",
        "返却予定を過ぎて返却された記録が1件あります",
        "申請者本人が渡したか受け取った記録が1件あります",
        "許可した数を超えた複製のある記録が1件あります",
        "異常が記録された使用が1件あります",
        f"棚卸で確認されていない媒体が{unseen}件あります",
        "許可期間が切れたままの媒体が1件あります",
        "持出: 申請1件、実施1件、延べ1,200人分",
        "代決のまま後閲されていない記録はありません",
    ):
        assert words in page
    auditor.get(point_url(Point.NOT_ERASED))
    assert late_link in auditor.text
    assert "評価書の約束 M-5" in auditor.text
    assert expired_link in auditor.get(point_url(Point.MEDIA_EXPIRED)).text


def test_a_number_is_a_link_only_where_the_line_may_be_opened(app: Flask, sign_in: SignIn) -> None:
    with writing() as session:
        other = section_id("somu")
        theirs = add_line(State.HANDED, by="soumu", thing=Thing.PAPERS, section_id=other, holder_id=other, thing_words="名簿")
        public_id, shown = theirs.public_id, theirs.number.shown
        until = clock.today() + timedelta(days=1)
        session.add(PermissionGrant(staff_id=staff_id("kacho"), permission=Permission.RUN_ANSWER, starts_on=clock.today(), ends_on=until))
    chief = sign_in("kacho")
    start(chief)
    page = chief.get(point_url(Point.SAMPLE)).text
    assert (f">{shown}</span>" in page, public_id in page) == (True, False)


def test_facts_kept_without_the_ids_of_their_lines_are_still_read(app: Flask, sign_in: SignIn) -> None:
    auditor = sign_in("kansa")
    start(auditor)
    kept = '{"words": "期間を過ぎて完結していない記録が1件あります。", "numbers": ["使8-0017"], "calls": true}'
    with writing() as session:
        session.execute(update(AuditPoint).where(AuditPoint.point == Point.NOT_CLOSED).values(facts=kept))
    assert ">使8-0017</span>" in auditor.get(point_url(Point.NOT_CLOSED)).text


@pytest.mark.parametrize(("went_out", "places"), [(3, [1, 2, 3]), (5, [1, 2, 3, 4, 5]), (9, [1, 2, 4, 6, 8]), (12, [1, 3, 5, 8, 10])])
def test_the_sample_is_spread_over_the_whole_period(app: Flask, sign_in: SignIn, went_out: int, places: list[int]) -> None:
    with writing():
        lines = [add_line(State.HANDED, thing=Thing.PAPERS, thing_words="名簿").number.shown for _ in range(went_out)]
    auditor = sign_in("kansa")
    start(auditor)
    page = auditor.get(point_url(Point.SAMPLE)).text
    assert [place for place, shown in enumerate(lines, 1) if f">{shown}</a>" in page] == places


def test_papers_out_of_another_section_are_not_in_a_sections_run(app: Flask, sign_in: SignIn) -> None:
    with writing():
        other = section_id("somu")
        add_line(State.HANDED, by="soumu", thing=Thing.PAPERS, section_id=other, holder_id=other, thing_words="名簿")
    auditor = sign_in("kansa")
    auditor.get(start(auditor, section=_kenko()))
    assert "期間中の申請はありません" in auditor.text


def test_from_the_first_answer_to_the_mended_finding(app: Flask, sign_in: SignIn) -> None:
    auditor, chief = sign_in("kansa"), sign_in("kacho")
    run_url = start(auditor)
    assert "まだ答えていない点が17件あります" in auditor.get(run_url).text
    answer_all(auditor, but=Point.CABINET)
    assert "見たことを書いてください" in answer(auditor, Point.CABINET, "finding").text
    answer(auditor, Point.CABINET, "finding", "鍵が机の上にあった")
    assert "指摘(是正と期限)が書かれていません" in auditor.get(run_url).text
    add_finding(auditor, Point.CABINET, _kenko())
    assert "是正を待つ指摘はありません" in chief.get("/audit-findings/mine").text
    assert sign(auditor, run_url).location == run_url
    assert "署名済" in auditor.get(run_url).text

    finding = the_finding()
    assert "鍵の管理者が決まっていない" in chief.get("/audit-findings/mine").text
    chief.post(f"/audit-findings/{finding.public_id}/mending", {"words": "12月1日、係長を鍵の管理者にした"})
    assert "監査担当の確認を待っています" in chief.get("/audit-findings/mine").text
    auditor.get("/audit-findings")
    unsaid = auditor.post(f"/audit-findings/{finding.public_id}/confirmation", {"words": " ", "back": "y"})
    assert (unsaid.status, 'name="back" value="y" checked>' in unsaid.text) == (422, True)
    auditor.post(f"/audit-findings/{finding.public_id}/confirmation", {"words": "掲示がない", "back": "y"})
    assert the_finding().state is FindingState.OPEN
    chief.get("/audit-findings/mine")
    chief.post(f"/audit-findings/{finding.public_id}/mending", {"words": "掲示した"})
    auditor.get("/audit-findings")
    auditor.post(f"/audit-findings/{finding.public_id}/confirmation", {"words": "掲示を見た"})
    assert the_finding().state is FindingState.DONE
    told = auditor.get("/audit-findings?state=done").text
    assert told.index("掲示がない") < told.index("掲示した") < told.index("掲示を見た")


def test_a_signed_sheet_stays(app: Flask, sign_in: SignIn) -> None:
    auditor = sign_in("kansa")
    run_url = start(auditor)
    answer_all(auditor)
    auditor.get(run_url)
    wrong = auditor.post(f"{run_url}/signature", {"conclusion": "適正。", "password": "chigau-kotoba-desu"})
    assert wrong.status == 409
    assert the_run().signed_at is None
    once = auditor.get(point_url(Point.LOST)).hidden("once")
    sign(auditor, run_url)
    late = auditor.get(run_url).post(point_url(Point.LOST), {"once": once, "answer": "finding", "note": "後から"})
    assert "署名が済んで" in late.text
    with reading() as session:
        assert session.scalars(select(AuditPoint.answer).where(AuditPoint.point == Point.LOST)).one() is Answer.GOOD


def test_an_answer_keeps_the_facts_it_was_given_to(app: Flask, sign_in: SignIn) -> None:
    auditor = sign_in("kansa")
    run_url = start(auditor)
    answer(auditor, Point.VOLUME, "good")
    with writing():
        add_line(State.HANDED, ends_at=clock.now() - timedelta(minutes=1), starts_at=clock.now() - timedelta(hours=1))
    auditor.get(run_url)
    auditor.post(f"{run_url}/facts")
    page = auditor.get(run_url).text
    assert "期間中の申請はありません" in page
    assert "期間を過ぎて完結していない記録が1件あります" in page


def test_pressed_twice_starts_one_run_and_numbers_run_on(app: Flask, sign_in: SignIn) -> None:
    auditor = sign_in("kansa")
    first = start(auditor)
    auditor.post("/audits/new", {})
    assert start(auditor) != first
    assert "監8-02" in auditor.get("/audits").text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"first": "令和9年4月1日"}, "前になっています"),
        ({"first": "令和6年4月1日"}, "1年まで"),
        ({"first": "きのう"}, "日"),
        ({"reason": " "}, "監査の趣旨を入れて"),
        ({"reason": "あ" * 10_000}, "300文字まで"),
        ({"section": "99999"}, "選択肢にない"),
    ],
)
def test_a_run_that_cannot_be(app: Flask, sign_in: SignIn, form: dict[str, str], words: str) -> None:
    auditor = sign_in("kansa")
    assert not start(auditor, **form)
    assert words in auditor.text


def test_another_sections_chief_does_not_find_it(app: Flask, sign_in: SignIn) -> None:
    auditor, other = sign_in("kansa"), sign_in("somukacho")
    run_url = start(auditor)
    answer_all(auditor, but=Point.LOST)
    answer(auditor, Point.LOST, "finding", "届がない")
    add_finding(auditor, Point.LOST, _kenko())
    sign(auditor, run_url)
    assert "是正を待つ指摘はありません" in other.get("/audit-findings/mine").text
    with reading():
        once = new_once(staff_id("somukacho"))
    assert other.post(f"/audit-findings/{the_finding().public_id}/mending", {"words": "直した", "once": once}).status == 404


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: update(AuditPoint).values(answer=Answer.GOOD),
        lambda: delete(AuditPoint),
        lambda: update(FindingEvent).values(words=""),
        lambda: delete(FindingEvent),
        lambda: update(AuditFinding).values(state=FindingState.DONE, confirmed_at=clock.now(), confirmed_by=AuditFinding.mended_by),
    ],
    ids=["answer rewritten", "point removed", "event rewritten", "event removed", "own confirmation"],
)
def test_the_tables_refuse(app: Flask, sign_in: SignIn, attempt: Callable[[], object]) -> None:
    auditor, chief = sign_in("kansa"), sign_in("kacho")
    run_url = start(auditor)
    answer_all(auditor, but=Point.LOST)
    answer(auditor, Point.LOST, "finding", "届がない")
    add_finding(auditor, Point.LOST, _kenko())
    sign(auditor, run_url)
    chief.get("/audit-findings/mine")
    chief.post(f"/audit-findings/{the_finding().public_id}/mending", {"words": "直した"})
    with pytest.raises(DatabaseError), writing() as session:
        session.execute(attempt())  # pyright: ignore[reportArgumentType, reportCallIssue]


def test_the_paper_says_what_the_screen_says(app: Flask, sign_in: SignIn) -> None:
    auditor = sign_in("kansa")
    run_url = start(auditor, reason="﨑と𠮷の課の" + "長い趣旨" * 60)
    answer(auditor, Point.LOST, "not_applicable", "媒体がない" + "A" * 200)
    auditor.get(run_url)
    answered = auditor.post(f"{run_url}/paper")
    assert answered.status == 200
    assert answered.response.data.startswith(b"%PDF")
