"""When a file may be brought, packed, received, its passphrase seen, an archive ended: both sides of each limit (M-4)."""

from datetime import datetime, timedelta

import pytest

from portal.clock import JAPAN
from portal.media import archive_rules as rules
from portal.media.archive_rules import ArchiveFacts, ArchiveState, EndReason, Handler
from portal.media.line_rules import Line
from portal.media.rules import Kind, State, Thing

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=JAPAN)
REQUESTER, TAKER_OVER, OTHER = 1, 2, 3
OWN = Handler(REQUESTER, REQUESTER, TAKER_OVER)


def a_line(state: State = State.APPROVED, **values: object) -> Line:
    given: dict[str, object] = {"kind": Kind.TAKE_OUT, "thing": Thing.MEDIUM, "starts_at": NOW, "ends_at": NOW + timedelta(hours=4)}
    return Line(shown="持8-0012", state=state, requester_id=REQUESTER, **(given | values))  # pyright: ignore[reportArgumentType]


def an_archive(state: ArchiveState = ArchiveState.READY, **values: object) -> ArchiveFacts:
    return ArchiveFacts("持8-0012_1.zip", state, **values)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("line", "handler", "said"),
    [
        pytest.param(a_line(), OWN, None, id="requester"),
        pytest.param(a_line(), Handler(TAKER_OVER, REQUESTER, TAKER_OVER), None, id="who took over"),
        pytest.param(a_line(), Handler(OTHER, REQUESTER, TAKER_OVER), rules.NOT_YOURS, id="somebody else"),
        pytest.param(a_line(State.HANDED), OWN, None, id="handed"),
        pytest.param(a_line(State.ASKED), OWN, "承認待ち", id="asked"),
        pytest.param(a_line(State.SENT_BACK), OWN, "差戻し", id="sent back"),
        pytest.param(a_line(State.REFUSED), OWN, "不承認", id="refused"),
        pytest.param(a_line(State.WITHDRAWN), OWN, "取下げ", id="withdrawn"),
        pytest.param(a_line(State.RETURNED), OWN, "返却済", id="returned"),
        pytest.param(a_line(State.CLOSED), OWN, "完結", id="closed"),
        pytest.param(a_line(ends_at=NOW), OWN, None, id="the last moment"),
        pytest.param(a_line(ends_at=NOW - timedelta(seconds=1)), OWN, "新しく申請", id="a second after it"),
        pytest.param(a_line(State.HANDED, due_at=NOW - timedelta(seconds=1)), OWN, "延長が承認されるまで", id="handed and late"),
        pytest.param(a_line(starts_at=NOW + timedelta(hours=3)), OWN, None, id="later today"),
        pytest.param(a_line(starts_at=NOW + timedelta(hours=14)), OWN, "その日になってから", id="tomorrow"),
        pytest.param(
            a_line(State.HANDED, ends_at=NOW - timedelta(days=1), due_at=NOW + timedelta(hours=1)), OWN, None, id="with more time granted"
        ),
        pytest.param(a_line(kind=Kind.USE), OWN, None, id="inside the room"),
        pytest.param(a_line(thing=Thing.TERMINAL), OWN, None, id="a tablet"),
        pytest.param(a_line(thing=Thing.PAPERS), OWN, rules.NOTHING_TO_HAND, id="papers"),
        pytest.param(a_line(kind=Kind.BRING_IN), OWN, rules.NOTHING_TO_HAND, id="brought in"),
        pytest.param(a_line(is_blanket=True), OWN, rules.BLANKET, id="a blanket itself"),
    ],
)
def test_who_may_pack_and_when(line: Line, handler: Handler, said: str | None) -> None:
    reason = rules.why_not_pack(line, handler, NOW)

    assert (reason is None) if said is None else said in (reason or "")


@pytest.mark.parametrize("state", State)
def test_a_file_is_brought_before_the_approval_or_after_it_but_not_once_it_is_back(state: State) -> None:
    may = state in (State.ASKED, State.SENT_BACK, State.APPROVED, State.HANDED)

    assert (rules.why_not_bring(a_line(state), OWN) is None) is may
    assert rules.why_not_bring(a_line(state), Handler(OTHER, REQUESTER, TAKER_OVER)) == rules.NOT_YOURS


@pytest.mark.parametrize(
    ("pack", "live", "approved", "said"),
    [
        (None, "", "", None),
        (None, "", "aa", None),
        (None, "", "bb", rules.OTHER_CONTENTS),
        (None, "持8-0012_1.zip", "", "持8-0012_1.zip"),
        (rules.NOT_YOURS, "持8-0012_1.zip", "bb", rules.NOT_YOURS),
    ],
)
def test_one_archive_of_a_file_at_a_time_and_of_what_was_approved(pack: str | None, live: str, approved: str, said: str | None) -> None:
    reason = rules.why_not_make(pack, live=live, approved_sha256=approved, sha256="aa")

    assert (reason is None) if said is None else said in (reason or "")


@pytest.mark.parametrize(
    ("archive", "at_most", "said"),
    [
        (an_archive(downloads=2), 3, None),
        (an_archive(downloads=3), 3, "もう3回受け取りました(3回まで)"),
        (an_archive(downloads=3), 4, None),
        (an_archive(downloads=0, shown_words="表示しました"), 3, None),
        (an_archive(ArchiveState.MAKING), 3, "まだできていません"),
        (an_archive(ArchiveState.ENDED, ended_words="終了しました"), 3, "終了しました"),
    ],
)
def test_it_is_received_so_many_times(archive: ArchiveFacts, at_most: int, said: str | None) -> None:
    reason = rules.why_not_download(None, archive, at_most)

    assert (reason is None) if said is None else said in (reason or "")
    assert rules.why_not_download("no", archive, at_most) == "no"


@pytest.mark.parametrize(
    ("archive", "said"),
    [
        (an_archive(downloads=3), None),
        (an_archive(shown_words="10時に黒澤さんが表示しました"), "10時に黒澤さんが表示しました。もう表示できません"),
        (an_archive(ArchiveState.MAKING), "まだできていません"),
        (an_archive(ArchiveState.ENDED, ended_words="終了しました"), "終了しました"),
    ],
)
def test_the_passphrase_is_shown_once(archive: ArchiveFacts, said: str | None) -> None:
    reason = rules.why_not_show(None, archive)

    assert (reason is None) if said is None else said in (reason or "")
    assert rules.why_not_show("no", archive) == "no"


@pytest.mark.parametrize(
    ("archive", "who", "said"),
    [
        (an_archive(), REQUESTER, None),
        (an_archive(ArchiveState.MAKING), REQUESTER, None),
        (an_archive(), OTHER, rules.NOT_YOURS),
        (an_archive(ArchiveState.ENDED, ended_words="昨日終了しました"), REQUESTER, "持8-0012_1.zipは、昨日終了しました。"),
    ],
)
def test_whose_it_is_may_end_it_at_any_time(archive: ArchiveFacts, who: int, said: str | None) -> None:
    assert rules.why_not_end(archive, Handler(who, REQUESTER, TAKER_OVER)) == said


@pytest.mark.parametrize(
    ("state", "closed_at", "until"),
    [
        (State.CLOSED, NOW, NOW + timedelta(days=7)),
        (State.HANDED, None, None),
        (State.RETURNED, None, None),
        (State.REFUSED, None, NOW + timedelta(days=8)),
        (State.WITHDRAWN, None, NOW + timedelta(days=8)),
        (State.APPROVED, None, NOW + timedelta(days=8)),
        (State.ASKED, None, NOW + timedelta(days=8)),
    ],
)
def test_how_long_files_are_kept(state: State, closed_at: datetime | None, until: datetime | None) -> None:
    assert rules.kept_until(state, ends_at=NOW + timedelta(days=1), closed_at=closed_at, days=7) == until


@pytest.mark.parametrize(
    ("file_name", "entry"),
    [
        ("接種券発行一覧.csv", "持8-0012_3.csv"),
        ("名簿.XLSX", "持8-0012_3.xlsx"),
        ("名簿", "持8-0012_3.dat"),
        ("名簿.山田花子", "持8-0012_3.dat"),
        ("a.tar.gz", "持8-0012_3.gz"),
        ("名簿.csv.", "持8-0012_3.dat"),
    ],
)
def test_names_tell_nothing(file_name: str, entry: str) -> None:
    assert rules.archive_name("持8-0012", 3) == "持8-0012_3.zip"
    assert rules.entry_name("持8-0012", 3, file_name) == entry


def test_the_reasons_of_the_two_sheets_are_all_that_a_person_may_say() -> None:
    assert set(rules.MADE_AGAIN) | set(rules.ONLY_ENDED) | {EndReason.TIME_OVER} == set(EndReason)
    assert not set(rules.MADE_AGAIN) & set(rules.ONLY_ENDED)


@pytest.mark.parametrize(
    ("size", "said"), [(0, "0バイト"), (9_999, "9,999バイト"), (10_000, "9.8KB"), (1024 * 1024 - 1, "1,024.0KB"), (1024 * 1024, "1.0MB")]
)
def test_sizes_in_words(size: int, said: str) -> None:
    assert rules.size_words(size) == said
