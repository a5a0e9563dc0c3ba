"""送付先, 連絡先 and 申し送り as tables of cases: both sides of every limit, and the words the screen shows."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from portal.clock import JAPAN
from portal.residents import note_rules
from portal.residents.contact_rules import (
    HIDDEN,
    RECENT,
    Details,
    Entry,
    Kind,
    MailingReason,
    Relation,
    Standing,
    Whose,
    Why,
    ended_recently,
    read_phone,
    read_postal_code,
    standing_on,
    why_not_beside,
    why_not_contacts,
    why_not_end,
    why_not_period,
    why_not_reason_note,
    why_not_relation,
    why_not_touch,
)
from portal.residents.contact_words import differences, meanwhile_words, version_words
from portal.residents.note_rules import NoteEnd

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
MAILING = Details(
    Kind.MAILING,
    date(2026, 10, 1),
    date(2026, 12, 28),
    postal_code="3108899",
    address="茨城県水戸市見本町8番地",
    building="見本総合病院",
    reason=MailingReason.HOSPITAL,
)
PHONE = Details(Kind.PHONE, date(2026, 10, 1), phone="029-000-7788", whose=Whose.FAMILY, relation=Relation.CHILD)


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2026, 9, 30), Standing.LATER),
        (date(2026, 10, 1), Standing.NOW),
        (date(2026, 12, 28), Standing.NOW),
        (date(2026, 12, 29), Standing.OVER),
    ],
)
def test_an_entry_stands_from_its_first_to_its_last_day(day: date, standing: Standing) -> None:
    assert standing_on(MAILING, Why.ADDED, day) is standing
    assert standing_on(MAILING, Why.CAME_BACK, day) is standing
    assert standing_on(MAILING, Why.MISTAKEN, day) is Standing.WITHDRAWN


@pytest.mark.parametrize("why", list(Why))
def test_what_was_taken_back_stays_taken_back(why: Why) -> None:
    reason = why_not_touch(why)
    assert ("取り消した登録は改められません。" in (reason or "")) is (why is Why.MISTAKEN)
    assert (reason is None) is (why is not Why.MISTAKEN)


def test_without_an_end_it_goes_on() -> None:
    assert standing_on(PHONE, Why.ADDED, date.max) is Standing.NOW


@pytest.mark.parametrize(("days", "recent"), [(0, False), (1, True), (RECENT.days, True), (RECENT.days + 1, False)])
def test_what_ended_lately_is_still_told(days: int, recent: bool) -> None:
    assert ended_recently(MAILING, date(2026, 12, 28) + timedelta(days=days)) is recent
    assert not ended_recently(PHONE, DAY)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (DAY, None, None),
        (DAY, DAY, None),
        (DAY, DAY - timedelta(days=1), "終わりの日が始まりの日より前です。"),
        (date(2026, 2, 28), date(2031, 2, 28), None),
        (date(2026, 2, 28), date(2031, 3, 1), "期間は5年までです。"),
        (date(2024, 2, 29), date(2029, 2, 28), None),
        (date(2024, 2, 29), date(2029, 3, 1), "期間は5年までです。"),
        (date(2027, 11, 24), None, None),
        (date(2027, 11, 25), None, "始まりの日が1年より先です。"),
    ],
)
def test_a_period_is_in_order_and_not_too_long(start: date, end: date | None, words: str | None) -> None:
    reason = why_not_period(start, end, day=DAY)
    assert (reason is None) if words is None else (reason or "").startswith(words)


@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [
        (date(2026, 12, 29), None, False),
        (date(2026, 12, 28), None, True),
        (date(2026, 1, 1), date(2026, 9, 30), False),
        (date(2026, 1, 1), date(2026, 10, 1), True),
        (date(2026, 11, 1), date(2026, 11, 2), True),
        (date(2026, 1, 1), None, True),
    ],
)
def test_post_goes_to_one_place_at_a_time(start: date, end: date | None, refused: bool) -> None:
    other = replace(MAILING, starts_on=start, ends_on=end)
    reason = why_not_beside(other, [PHONE, MAILING], hidden=False)

    assert (reason is not None) is refused
    assert not refused or "令和8年10月1日から令和8年12月28日までの送付先(入院)と期間が重なります。" in (reason or "")


@pytest.mark.parametrize(
    ("phone", "start", "refused"),
    [
        ("0290007788", date(2026, 11, 1), True),
        ("029-000-7788", date(2020, 1, 1), True),
        ("029-000-7789", date(2026, 11, 1), False),
    ],
)
def test_a_telephone_is_not_registered_twice(phone: str, start: date, refused: bool) -> None:
    assert (why_not_beside(replace(PHONE, phone=phone, starts_on=start), [MAILING, PHONE], hidden=False) is not None) is refused


def test_a_telephone_may_come_back_after_its_end() -> None:
    over = replace(PHONE, ends_on=date(2026, 10, 31))
    assert why_not_beside(replace(PHONE, starts_on=date(2026, 11, 1)), [over], hidden=False) is None
    assert why_not_beside(replace(PHONE, starts_on=date(2026, 10, 31)), [over], hidden=False) is not None


@pytest.mark.parametrize(
    ("last_day", "why", "words"),
    [
        (date(2026, 10, 1), Why.CAME_BACK, None),
        (date(2026, 9, 30), Why.CAME_BACK, "始まりの日(令和8年10月1日)より前です。"),
        (None, Why.CAME_BACK, "終わりの日を入れてください。"),
        (None, Why.MISTAKEN, None),
        (date(2026, 9, 30), Why.MISTAKEN, None),
        (date(2031, 10, 2), Why.OUT_OF_USE, "期間は5年までです。"),
    ],
)
def test_an_end_lies_in_the_period_unless_it_never_stood(last_day: date | None, why: Why, words: str | None) -> None:
    reason = why_not_end(MAILING, last_day, why, day=DAY, hidden=False)
    assert (reason is None) if words is None else (reason or "").startswith(words)


def test_of_a_protected_person_a_refusal_tells_nothing_of_what_is_registered() -> None:
    reasons = (
        why_not_beside(MAILING, [MAILING], hidden=True),
        why_not_beside(PHONE, [PHONE], hidden=True),
        why_not_end(MAILING, date(2026, 9, 30), Why.CAME_BACK, day=DAY, hidden=True),
    )
    for reason in reasons:
        assert reason is not None
        assert not [word for word in ("令和", "入院", "見本", "029") if word in reason], reason


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("3120001", "3120001"),
        ("312-0001", "3120001"),
        ("〒３１２－０００１", "3120001"),
        ("312ー0001 ", "3120001"),
        ("312000", None),
        ("31200011", None),
        ("312-000a", None),
        ("", None),
        ("水戸", None),
    ],
)
def test_a_postal_code_has_seven_figures(typed: str, code: str | None) -> None:
    assert read_postal_code(typed) == code


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("029-000-7788", "029-000-7788"),
        ("０２９－０００－７７８８", "029-000-7788"),
        ("0290007788", "0290007788"),
        ("09000001234", "09000001234"),
        ("029(000)7788", "029(000)7788"),
        ("029-000-778", None),
        ("029-000-77889-9", None),
        ("129-000-7788", None),
        ("123456789018", None),
        ("内線 12", None),
        ("", None),
    ],
)
def test_a_telephone_has_ten_or_eleven_figures_from_0(typed: str, phone: str | None) -> None:
    assert read_phone(typed) == phone


def test_another_reason_needs_a_word_and_a_relation_a_family() -> None:
    assert why_not_reason_note(MailingReason.OTHER, " ") is not None
    assert why_not_reason_note(MailingReason.OTHER, "改修工事") is None
    assert why_not_reason_note(MailingReason.AWAY, "") is None
    assert "続柄を選んでください" in (why_not_relation(Whose.FAMILY, None) or "")
    assert "家族の電話のときだけ" in (why_not_relation(Whose.WORK, Relation.CHILD) or "")
    assert why_not_relation(Whose.FAMILY, Relation.CHILD) is None
    assert why_not_relation(Whose.SELF, None) is None


@pytest.mark.parametrize(
    ("hidden", "may", "reason"), [(False, False, None), (True, True, None), (True, False, HIDDEN), (False, True, None)]
)
def test_who_is_hidden_is_reached_through_the_chief_alone(hidden: bool, may: bool, reason: str | None) -> None:
    assert why_not_contacts(hidden=hidden, may_open_protected=may) == reason


def test_an_entry_reads_as_a_clerk_would_say_it() -> None:
    assert dict(MAILING.lines)["郵便番号"] == "〒310-8899"
    assert [word for word, _ in PHONE.lines] == ["電話番号", "どなたの電話", "期間"]
    assert replace(PHONE, whose=Whose.FACILITY, relation=None, note="見本苑").whose_words == "施設(見本苑)"
    assert entry(MAILING).standing_words == "いま有効"


def entry(details: Details | None, why: Why = Why.ADDED, version: int = 1) -> Entry:
    kind = details.kind if details else Kind.MAILING
    return Entry("0" * 32, version, kind, details, Standing.NOW, why, AT, "根本 千夏", is_current=True)


@pytest.mark.parametrize(
    ("made", "before", "words"),
    [
        (entry(PHONE), None, "連絡先を登録した。029-000-7788 家族(子) 令和8年10月1日から。"),
        (
            entry(replace(MAILING, building=""), Why.ASKED, 2),
            MAILING,
            "送付先を改めた(本人・家族の申し出)。方書「見本総合病院」がなくなった。",
        ),
        (
            entry(replace(MAILING, recipient="見本 太郎", ends_on=None), Why.WENT_ON, 2),
            MAILING,
            "送付先を改めた(転院・転所・転職)。期間が「令和8年10月1日から令和8年12月28日まで」から「令和8年10月1日から」に変わった、"
            "宛名に「見本 太郎」が入った。",
        ),
        (entry(MAILING, Why.CORRECTED, 2), MAILING, "送付先を改めた(入力の誤りの訂正)。内容は同じ。"),
        (entry(MAILING, Why.CAME_BACK, 2), MAILING, "送付先を終えた(退院・退所・帰宅)。令和8年10月1日から令和8年12月28日まで。"),
        (entry(MAILING, Why.MISTAKEN, 2), MAILING, "送付先を取り消した(登録の誤り)。"),
        (entry(None), None, "送付先を登録した(内容は表示しません)。"),
        (entry(None, Why.ASKED, 2), None, "送付先を改めた(内容は表示しません)。"),
        (entry(None, Why.CAME_BACK, 3), None, "送付先を終えた(内容は表示しません)。"),
        (entry(None, Why.MISTAKEN, 3), None, "送付先を終えた(内容は表示しません)。"),
    ],
)
def test_each_version_is_told_in_words(made: Entry, before: Details | None, words: str) -> None:
    assert version_words(made, before) == words


def test_the_second_of_two_people_is_told_what_changed_but_not_of_a_protected_person() -> None:
    moved = replace(MAILING, address="茨城県日立市見本9番地")

    assert differences(MAILING, MAILING) == []
    assert "住所が「茨城県水戸市見本町8番地」から「茨城県日立市見本9番地」に変わった" in meanwhile_words(
        MAILING, moved, Why.ASKED, hidden=False
    )
    assert "見本" not in meanwhile_words(MAILING, moved, Why.ASKED, hidden=True)
    assert "(退院・退所・帰宅)" in meanwhile_words(MAILING, MAILING, Why.CAME_BACK, hidden=False)


@pytest.mark.parametrize(
    ("ends_on", "words"),
    [
        (DAY - timedelta(days=1), "終わりの日が過ぎています。"),
        (DAY, None),
        (date(2027, 11, 24), None),
        (date(2027, 11, 25), "終わりの日は1年先までです。"),
    ],
)
def test_a_note_ends_within_a_year(ends_on: date, words: str | None) -> None:
    reason = note_rules.why_not_until(ends_on, DAY)
    assert (reason is None) if words is None else (reason or "").startswith(words)


def test_a_note_written_on_29_february_ends_on_the_28th_at_the_latest() -> None:
    assert note_rules.why_not_until(date(2029, 2, 28), date(2028, 2, 29)) is None
    assert note_rules.why_not_until(date(2029, 3, 1), date(2028, 2, 29)) is not None


@pytest.mark.parametrize(
    ("ended_at", "ends_on", "shown"),
    [(None, DAY, True), (None, DAY - timedelta(days=1), False), (AT, DAY + timedelta(days=9), False)],
)
def test_a_note_is_shown_to_the_end_of_its_day_unless_ended(ended_at: datetime | None, ends_on: date, shown: bool) -> None:
    assert note_rules.is_shown(ends_on, ended_at, DAY) is shown
    assert (note_rules.why_not_end(ended_at, ends_on, DAY) is None) is shown
    assert set(note_rules.NOTE_END_WORDS) == set(NoteEnd)
