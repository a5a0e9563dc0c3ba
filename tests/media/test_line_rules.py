"""Every step of a line, on both sides of each limit (M-2..M-5). Pure."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from portal.clock import JAPAN
from portal.media import line_rules
from portal.media.copy_rules import CopyFacts, EndFacts
from portal.media.line_rules import Line
from portal.media.medium_rules import MediumFacts
from portal.media.rules import Condition, CopyKind, How, Kind, State, Thing

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=JAPAN)
MINUTE = timedelta(minutes=1)
LINE = Line("使8-0001", Kind.USE, Thing.MEDIUM, State.APPROVED, requester_id=1, starts_at=NOW, ends_at=NOW + timedelta(hours=4))
OUT = replace(LINE, state=State.HANDED, due_at=LINE.ends_at)
BACK = replace(OUT, state=State.RETURNED)
BLANKET = replace(LINE, is_blanket=True)
STICK = CopyFacts(CopyKind.STICK, "媒8-0003")
DONE = replace(STICK, end=EndFacts("消8-0001", How.ERASED, 1, is_confirmed=True))
UNSEEN = replace(STICK, end=EndFacts("消8-0001", How.ERASED, 1, is_confirmed=False))
MEDIUM = MediumFacts("媒8-0003", Condition.USABLE, 1, date(2026, 4, 1), date(2026, 11, 24))
STATES = {state: replace(OUT, state=state) for state in State}


def only_in(*states: State) -> list[tuple[State, bool]]:
    return [(state, state in states) for state in State]


@pytest.mark.parametrize(("state", "may"), only_in(State.APPROVED))
def test_only_what_is_approved_is_handed_out(state: State, may: bool) -> None:
    assert (line_rules.why_not_hand(STATES[state], MEDIUM, NOW) is None) is may


@pytest.mark.parametrize(
    ("line", "medium", "now", "gone", "words"),
    [
        (LINE, MEDIUM, LINE.ends_at, "", None),
        (LINE, MEDIUM, LINE.ends_at + MINUTE, "", "過ぎています"),
        (LINE, MEDIUM, NOW.replace(hour=0), "", None),
        (LINE, MEDIUM, NOW.replace(hour=0) - MINUTE, "", "承認された期間は"),
        (BLANKET, MEDIUM, NOW, "", "包括承認そのもの"),
        (LINE, MEDIUM, NOW, "黒澤 拓也", "黒澤 拓也さんは、もうこの課にいません"),
        (LINE, None, NOW, "", None),
        (LINE, replace(MEDIUM, out_with="持8-0002"), NOW, "", "持8-0002で出ています"),
        (LINE, replace(MEDIUM, unwiped="使8-0009"), NOW, "", "使8-0009の情報が残っています"),
        (LINE, replace(MEDIUM, permitted_until=date(2026, 11, 23)), NOW, "", "許可期間"),
        (LINE, replace(MEDIUM, permitted_from=date(2026, 11, 25), permitted_until=date(2027, 3, 31)), NOW, "", "許可期間"),
        *[(LINE, replace(MEDIUM, condition=each), NOW, "", "のため渡せません") for each in Condition if each is not Condition.USABLE],
    ],
)
def test_handing_out(line: Line, medium: MediumFacts | None, now: datetime, gone: str, words: str | None) -> None:
    said(line_rules.why_not_hand(line, medium, now, gone=gone), words)


def said(reason: str | None, words: str | None) -> None:
    assert reason is None if words is None else reason is not None and words in reason, reason


@pytest.mark.parametrize(("state", "may"), only_in(State.HANDED))
def test_use_begins_and_things_come_back_only_while_they_are_out(state: State, may: bool) -> None:
    line = STATES[state]
    assert (line_rules.why_not_start(line) is None) is may
    assert (line_rules.why_not_return(line) is None) is may
    assert (line_rules.why_not_end_use(replace(line, is_started=True)) is None) is may
    assert (line_rules.why_not_extend(line, LINE.ends_at + MINUTE, NOW) is None) is may


@pytest.mark.parametrize(("state", "may"), only_in(State.HANDED, State.RETURNED))
def test_a_copy_is_noted_from_the_handing_out_to_the_end(state: State, may: bool) -> None:
    assert (line_rules.why_not_note_copy(STATES[state]) is None) is may


@pytest.mark.parametrize(("state", "may"), [(state, state not in (State.CLOSED, State.REFUSED, State.WITHDRAWN)) for state in State])
def test_a_line_that_is_over_is_taken_over_by_nobody(state: State, may: bool) -> None:
    assert (line_rules.why_not_take_over(STATES[state]) is None) is may


BROUGHT = replace(OUT, kind=Kind.BRING_IN)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (replace(OUT, is_started=True), "もう記録されています"),
        (BROUGHT, "ウイルス検査の結果を記録してから"),
        (replace(BROUGHT, is_virus_checked=True), None),
        (replace(BROUGHT, is_virus_checked=True, is_virus_found=True), "検出されています"),
        (replace(BROUGHT, thing=Thing.PAPERS), None),
    ],
)
def test_use_of_what_was_brought_in(line: Line, words: str | None) -> None:
    said(line_rules.why_not_start(line), words)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (BROUGHT, None),
        (replace(BROUGHT, is_virus_checked=True, is_virus_found=True), None),
        (OUT, "受け入れたものだけ"),
        (replace(BROUGHT, thing=Thing.PAPERS), "書類に"),
        (replace(BROUGHT, state=State.APPROVED), "受入れの後"),
        (replace(BROUGHT, is_started=True), "もう記録されています"),
    ],
)
def test_the_check_of_what_was_brought_in(line: Line, words: str | None) -> None:
    said(line_rules.why_not_check_virus(line), words)


@pytest.mark.parametrize(
    ("line", "until", "now", "words"),
    [
        (OUT, OUT.ends_at, NOW, "後の日時"),
        (OUT, OUT.ends_at + MINUTE, NOW, None),
        (OUT, NOW + timedelta(days=1), NOW + timedelta(days=1), "後の日時"),
        (replace(OUT, asks_for_time=True), OUT.ends_at + MINUTE, NOW, "承認を待っています"),
    ],
)
def test_more_time(line: Line, until: datetime, now: datetime, words: str | None) -> None:
    said(line_rules.why_not_extend(line, until, now), words)


@pytest.mark.parametrize(
    ("line", "person", "words"),
    [
        (BACK, 2, None),
        (replace(BACK, copies=(DONE, DONE)), 2, None),
        (replace(BACK, copies=(DONE, STICK)), 2, "確認がまだです"),
        (replace(BACK, copies=(UNSEEN,)), 2, "確認がまだです"),
        (BACK, 1, "自分の申請は"),
        (OUT, 2, "返却の後"),
        (replace(BACK, state=State.CLOSED), 2, "もう完結"),
        (BLANKET, 2, None),
        (replace(BLANKET, open_uses=("使8-0004",)), 2, "使8-0004が終わっていません"),
    ],
)
def test_closing(line: Line, person: int, words: str | None) -> None:
    said(line_rules.why_not_close(line, person), words)


@pytest.mark.parametrize(
    ("line", "now", "words"),
    [
        (OUT, OUT.ends_at, ""),
        (OUT, OUT.ends_at + MINUTE, "返却の予定"),
        (replace(BROUGHT, copies=(STICK,)), OUT.ends_at + MINUTE, "受入れの作業の終わりの予定"),
        (replace(BACK, copies=(STICK, DONE)), OUT.ends_at + MINUTE, "1か所"),
        (replace(BACK, copies=(DONE,)), OUT.ends_at + MINUTE, ""),
        (LINE, OUT.ends_at + MINUTE, ""),
    ],
)
def test_what_is_late(line: Line, now: datetime, words: str) -> None:
    told = line_rules.late_words(line, now)
    assert words in told if words else told == ""


@pytest.mark.parametrize(
    ("line", "now", "expired"),
    [
        (LINE, LINE.ends_at, False),
        (LINE, LINE.ends_at + MINUTE, True),
        (BLANKET, LINE.ends_at + MINUTE, False),
        (OUT, LINE.ends_at + MINUTE, False),
    ],
)
def test_what_has_expired(line: Line, now: datetime, expired: bool) -> None:
    assert line_rules.is_expired(line, now) is expired


@pytest.mark.parametrize(("state", "may"), only_in(State.SENT_BACK))
def test_only_what_was_sent_back_is_written_anew_and_by_who_asked(state: State, may: bool) -> None:
    assert (line_rules.why_not_change(STATES[state], 1) is None) is may
    assert line_rules.why_not_change(STATES[state], 2) == "申請した本人だけが書き直せます。"


@pytest.mark.parametrize(("state", "may"), only_in(State.ASKED, State.SENT_BACK, State.APPROVED))
def test_a_line_is_withdrawn_before_anything_went_out_and_by_who_asked(state: State, may: bool) -> None:
    assert (line_rules.why_not_withdraw(STATES[state], 1) is None) is may
    assert line_rules.why_not_withdraw(STATES[state], 2) == "申請した本人だけが取り下げられます。"


def test_a_standing_approval_is_withdrawn_when_every_use_of_it_has_ended() -> None:
    used = replace(BLANKET, open_uses=("持8-0002", "持8-0003"))
    assert line_rules.why_not_withdraw(BLANKET, 1) is None
    said(line_rules.why_not_withdraw(used, 1), "この包括承認による持8-0002、持8-0003が終わっていません。")


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (0, 0, None),
        (1, -1, None),
        (-1, 0, "期間は令和8年11月24日"),
        (0, 1, "期間は令和8年11月24日"),
        (-1, 1, "期間は令和8年11月24日"),
    ],
)
def test_a_use_lies_within_the_period_that_was_approved(starts: int, ends: int, words: str | None) -> None:
    """In minutes from its first and its last moment."""
    said(line_rules.why_not_use_blanket(BLANKET, BLANKET.starts_at + starts * MINUTE, BLANKET.ends_at + ends * MINUTE), words)


@pytest.mark.parametrize(("state", "may"), only_in(State.APPROVED))
def test_only_a_standing_approval_that_holds_is_used(state: State, may: bool) -> None:
    blanket = replace(BLANKET, state=state)
    assert (line_rules.why_not_use_blanket(blanket, NOW, blanket.ends_at) is None) is may
    said(line_rules.why_not_use_blanket(LINE, NOW, LINE.ends_at), "包括承認ではありません")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.HANDED, "使8-0001はもう"),
        (State.RETURNED, "使8-0001はもう"),
        (State.CLOSED, "使8-0001はもう"),
        (State.ASKED, "使8-0001は承認待ちです"),
    ],
)
def test_what_went_out_once_does_not_go_out_again_and_says_so(state: State, words: str) -> None:
    said(line_rules.why_not_hand(STATES[state], MEDIUM, NOW), words)


def test_a_use_ends_once() -> None:
    using = replace(OUT, is_started=True)
    assert line_rules.why_not_end_use(using) is None
    said(line_rules.why_not_end_use(replace(using, is_use_ended=True)), "もう記録されています")


@pytest.mark.parametrize(
    ("state", "words"),
    [(State.RETURNED, "もう記録されています"), (State.CLOSED, "もう記録されています"), (State.APPROVED, "渡した記録がありません")],
)
def test_what_comes_back_twice_or_was_never_given_says_which(state: State, words: str) -> None:
    said(line_rules.why_not_return(STATES[state]), words)


def test_a_line_that_was_approved_and_never_used_is_no_standing_approval_to_close() -> None:
    assert line_rules.why_not_close(BLANKET, 2) is None
    said(line_rules.why_not_close(LINE, 2), "完結にできるのは")
    said(line_rules.why_not_close(replace(BLANKET, state=State.ASKED), 2), "完結にできるのは")


def test_more_time_that_was_asked_for_lapses_with_the_return() -> None:
    assert (line_rules.lapsed_words(OUT), line_rules.lapsed_words(replace(OUT, asks_for_time=True))) == ("", line_rules.LAPSED)
