"""What each notice says and must not say, and why one cannot be made (法82–84条, 行政手続法8条)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.disclosures.clock_rules import Deadline
from portal.disclosures.decision_rules import WITH_PAPER, Decision, DoingWay, DraftKind, DraftState, Exemption
from portal.disclosures.paper_rules import (
    AskedItem,
    Notice,
    why_not_date,
    why_not_make,
    why_not_mending_due,
    why_not_notice,
    why_not_number,
)
from portal.disclosures.paper_text_rules import EXEMPTION_TEXTS, GAP_SENTENCES, copy_fee_words, gap_sentences, notice_of
from portal.disclosures.rules import CaseKind, RequesterKind
from tests.disclosures.noticing import A_CASE, CITY, GRANTED, HIDDEN, NOTICES, read


def said(which: str, **case: Any) -> Notice:
    return notice_of(replace(A_CASE, **case), NOTICES[which], CITY)


@pytest.mark.parametrize("kind", NOTICES)
def test_nothing_is_missing_in_the_complete_ones(kind: str) -> None:
    assert why_not_notice(A_CASE, NOTICES[kind]) is None


@pytest.mark.parametrize("kind", NOTICES)
def test_every_notice_names_the_request_and_its_article(kind: str) -> None:
    notice = said(kind)

    assert "令和8年11月2日に受け付けた開示請求(開8-0003)" in notice.lead
    assert notice.law.removeprefix("個人情報の保護に関する法律") in notice.lead
    assert all(part.paragraphs and all(part.paragraphs) for part in notice.parts)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("grant", ["全部を開示します。", "利用目的", "閲覧", "写しの送付", "460円", "第87条第3項", "30日以内", "この通知書と、ご本人の"]),
        ("partly", ["一部を開示します", "3頁の第三者の氏名", "第78条第1項第2号", "他の方が誰であるかがわかるため", "1 全部を開示します。"]),
        ("refused", ["全部を開示しません(不開示)", "第78条第1項第2号", "第78条第1項第7号", "他の方が誰であるかがわかるため"]),
        ("hidden", ["あるかないかを答えずに", "法第81条", "第78条第1項第1号", "あることも、ないことも示すものではありません"]),
        ("not_held", ["保有していないため、開示しません(不存在)", "第82条第2項", "保存期間が過ぎ、廃棄したため"]),
        ("extension", ["第83条第2項", "30日延長し、令和9年1月1日まで", "令和8年12月2日", "意見を聴く必要があるため"]),
        ("special", ["第84条", "令和9年1月1日までに決定します", "令和9年6月30日までに決定します", "8,000枚", "相当の部分"]),
        (
            "mending",
            ["第77条第3項", "住所または居所が書かれていません", "令和8年12月8日まで", "第83条第1項ただし書", "決定する場合"],
        ),
    ],
)
def test_what_the_law_wants_is_there(kind: str, words: list[str]) -> None:
    text = read(said(kind))

    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize("kind", NOTICES)
def test_only_a_decision_teaches_how_to_appeal(kind: str) -> None:
    teaching = "".join(said(kind).teaching)

    if NOTICES[kind].kind in (DraftKind.GRANT, DraftKind.REFUSAL):
        for words in (
            "翌日から起算して3か月以内に、見本市長に対して審査請求",
            "6か月以内に、見本市を被告として",
            "代表する者は見本市長",
            "1年",
        ):
            assert words in teaching
    else:
        assert teaching == ""


@pytest.mark.parametrize(
    ("case_kind", "extension", "special", "mending"),
    [
        (CaseKind.DISCLOSURE, "第83条第2項", "第84条", "第77条第3項"),
        (CaseKind.CORRECTION, "第94条第2項", "第95条", "第91条第3項"),
        (CaseKind.SUSPENSION, "第102条第2項", "第103条", "第99条第3項"),
    ],
)
def test_the_articles_follow_the_kind_of_request(case_kind: CaseKind, extension: str, special: str, mending: str) -> None:
    laws = [said(kind, kind=case_kind).law for kind in ("extension", "special", "mending")]

    assert [law.removeprefix("個人情報の保護に関する法律") for law in laws] == [extension, special, mending]


def test_the_longer_period_of_a_correction_names_one_day_for_the_whole() -> None:
    text = read(said("special", kind=CaseKind.CORRECTION))

    assert "令和9年6月30日までに決定します" in text
    assert "相当の部分" not in text


@pytest.mark.parametrize(
    "revealing",
    [
        {"purpose": "虐待の相談の記録の管理"},
        {"partly": "2頁から5頁まで"},
        {"places": "健康推進課の窓口"},
        {"postage": "写し12枚"},
        {"ways": (DoingWay.VIEW,)},
        {"until": date(2027, 1, 1), "rest_until": date(2027, 6, 30), "days": 30},
    ],
)
def test_a_refusal_to_answer_is_the_same_whatever_is_held(revealing: dict[str, Any]) -> None:
    assert notice_of(A_CASE, replace(HIDDEN, **revealing), CITY) == notice_of(A_CASE, HIDDEN, CITY)
    assert "保有していない" not in read(notice_of(A_CASE, HIDDEN, CITY))


def test_a_refusal_to_answer_without_a_number_says_only_what_the_article_says() -> None:
    text = read(notice_of(A_CASE, replace(HIDDEN, exemptions=()), CITY))

    assert "法第78条第1項各号の情報" in text
    assert [words for words in EXEMPTION_TEXTS.values() if words in text] == []


def test_documents_of_one_notice_decided_differently_are_told_one_by_one() -> None:
    items = (AskedItem("甲", Decision.REFUSED), AskedItem("乙", Decision.NOT_HELD))
    text = read(notice_of(A_CASE, replace(NOTICES["refused"], items=items), CITY))

    for words in ("1 甲", "2 乙", "1 全部を開示しません(不開示)。", "2 市が保有していないため"):
        assert words in text


def test_for_a_representative_the_person_is_named_and_other_papers_are_brought() -> None:
    text = read(said("grant", requester=RequesterKind.LEGAL, person_name="見本 一郎"))

    assert "見本 一郎" in text
    assert "代理人の方の本人確認書類" in text
    assert "代理人でなくなったとき" in text


@pytest.mark.parametrize(("is_specific", "told"), [(True, True), (False, False)])
def test_only_for_a_number_file_a_waiver_is_offered(is_specific: bool, told: bool) -> None:
    """番号法30条1項."""
    assert ("減額や免除" in read(said("grant", is_specific=is_specific))) is told


@pytest.mark.parametrize(
    ("prices", "words"), [((10, 50), "白黒1面につき10円、カラー1面につき50円"), ((10, 0), "白黒1面につき10円の"), ((0, 0), "額をお知らせ")]
)
def test_copies_cost_what_the_table_says(prices: tuple[int, int], words: str) -> None:
    assert words in copy_fee_words(*prices)


@pytest.mark.parametrize(
    ("kind", "change", "words"),
    [
        ("grant", {"purpose": " "}, "利用目的"),
        ("grant", {"ways": ()}, "実施方法"),
        ("grant", {"places": ""}, "日・時間・場所"),
        ("grant", {"postage": ""}, "送付の費用"),
        ("grant", {"items": ()}, "文書が選ばれていません"),
        ("partly", {"partly": ""}, "開示しない部分"),
        ("partly", {"reason": ""}, "行政手続法第8条"),
        ("partly", {"exemptions": ()}, "何号"),
        ("refused", {"reason": "\n"}, "行政手続法第8条"),
        ("refused", {"exemptions": ()}, "何号"),
        ("hidden", {"reason": ""}, "行政手続法第8条"),
        ("not_held", {"reason": ""}, "行政手続法第8条"),
        ("extension", {"reason": ""}, "理由"),
        ("extension", {"until": None}, "延長後の期限"),
        ("extension", {"days": None}, "延長後の期限"),
        ("special", {"reason": ""}, "理由"),
        ("special", {"rest_until": None}, "期限"),
        ("mending", {"gaps": ()}, "補正"),
        ("grant", {"kind": DraftKind.CORRECTION}, "市の様式"),
    ],
)
def test_what_is_missing_is_said(kind: str, change: dict[str, Any], words: str) -> None:
    assert words in (why_not_notice(A_CASE, replace(NOTICES[kind], **change)) or "")


def test_places_and_postage_are_needed_only_for_their_ways() -> None:
    by_post = replace(GRANTED, ways=(DoingWay.POSTED_COPY,), places="")
    at_office = replace(GRANTED, ways=(DoingWay.VIEW,), postage="")

    assert why_not_notice(A_CASE, by_post) is None
    assert why_not_notice(A_CASE, at_office) is None
    assert "開示を受けられる" not in read(notice_of(A_CASE, by_post, CITY))
    assert "写しの送付の" not in read(notice_of(A_CASE, at_office, CITY))


def test_a_letter_needs_somebody_to_go_to() -> None:
    assert "宛名" in (why_not_notice(replace(A_CASE, requester_name=" "), GRANTED) or "")


@pytest.mark.parametrize(
    ("state", "dated_on", "words"),
    [
        (DraftState.WAITING, date(2026, 11, 20), "まだ決裁されていません"),
        (DraftState.SENT_BACK, date(2026, 11, 20), "まだ決裁されていません"),
        (DraftState.DROPPED, date(2026, 11, 20), "まだ決裁されていません"),
        (DraftState.DECIDED, date(2026, 11, 18), "より前にできません"),
        (DraftState.DECIDED, date(2026, 11, 19), ""),
        (DraftState.NOTIFIED, date(2026, 11, 20), ""),
        (DraftState.DECIDED, date(2026, 12, 20), ""),
        (DraftState.DECIDED, date(2026, 12, 21), "先すぎます"),
    ],
)
def test_a_notice_is_made_of_what_was_decided_and_dated_after_it(state: DraftState, dated_on: date, words: str) -> None:
    reason = why_not_make(state, dated_on, decided_on=date(2026, 11, 19), today=date(2026, 11, 20)) or ""

    assert words in reason
    assert bool(reason) is bool(words)


@pytest.mark.parametrize("kind", [DraftKind.SPECIAL, DraftKind.GRANT])
@pytest.mark.parametrize(("day", "fits"), [(date(2026, 12, 2), True), (date(2026, 12, 3), False)])
def test_a_special_period_is_told_within_the_first(kind: DraftKind, day: date, fits: bool) -> None:
    """84条: on the thirtieth day it is in time, on the thirty-first not."""
    reason = why_not_date(kind, day, Deadline(date(2026, 12, 2), ""))

    assert (reason is None) is (fits or kind is DraftKind.GRANT)


@pytest.mark.parametrize(
    ("kind", "due_on", "words"),
    [
        (DraftKind.MENDING, None, "補正の期限を入れてください"),
        (DraftKind.MENDING, date(2026, 11, 20), "より後"),
        (DraftKind.MENDING, date(2026, 11, 21), ""),
        (DraftKind.GRANT, None, ""),
    ],
)
def test_a_mending_has_its_last_day(kind: DraftKind, due_on: date | None, words: str) -> None:
    reason = why_not_mending_due(kind, date(2026, 11, 20), due_on) or ""

    assert words in reason
    assert bool(reason) is bool(words)


def test_a_number_is_needed() -> None:
    assert why_not_number(" ") is not None
    assert why_not_number("総第1号") is None


@pytest.mark.parametrize(
    ("gaps", "words", "sentences"),
    [
        ("no_name,no_address", "請求者の氏名がない、請求者の住所がない", (GAP_SENTENCES["no_name"], GAP_SENTENCES["no_address"])),
        ("no_identity,other", "本人確認書類がない、その他: 印が違う", (GAP_SENTENCES["no_identity"], "印が違う")),
        ("other", "その他: 印が違う", ("その他: 印が違う",)),
        ("", "署名がない\n\n日付がない", ("署名がない", "日付がない")),
    ],
)
def test_gaps_are_told_in_sentences(gaps: str, words: str, sentences: tuple[str, ...]) -> None:
    assert gap_sentences(gaps, words) == sentences


def test_every_paper_of_the_portal_is_among_the_cases() -> None:
    assert {each.kind for each in NOTICES.values()} == set(WITH_PAPER)
    assert {decision for each in NOTICES.values() for item in each.items if (decision := item.decision)} >= {
        Decision.FULL,
        Decision.PARTIAL,
        Decision.REFUSED,
        Decision.HIDDEN,
        Decision.NOT_HELD,
    }
    assert set(EXEMPTION_TEXTS) == set(Exemption)
