"""What of an earlier request may be asked again, what differs between two, which jobs are different ones, what comes next."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from portal.clock import JAPAN
from portal.media.copy_rules import CopyFacts, EndFacts
from portal.media.difference_rules import LABELS, differing, rewritten_words, side_by_side
from portal.media.line_rules import Line
from portal.media.own_rules import Job, distinct_jobs, next_words
from portal.media.repeat_rules import repeated
from portal.media.rules import CopyKind, Encryption, How, Kind, State, Thing
from tests.media.test_request_rules import NOW, OFFERED, a_medium, a_request

LAST = datetime(2026, 10, 5, 10, 0, tzinfo=JAPAN)
EARLIER = replace(
    a_request(Kind.TAKE_OUT, Thing.MEDIUM, tracking="1234-5678"), starts_at=LAST, ends_at=LAST + timedelta(hours=1), companion="tobita"
)
NAMES = {"kurosawa": "黒澤 拓也", "tobita": "飛田 結", "usb": "媒8-0001", "kenko-07": "KENKO-07", "nation": "国のシステム"}


def test_the_same_again_has_new_days_and_no_parcel_number_and_nothing_else_is_new() -> None:
    told = repeated(EARLIER, OFFERED, names=NAMES, now=NOW)

    assert told.notes == []
    assert told.asked.starts_at == NOW.replace(hour=10)
    assert told.asked == replace(EARLIER, starts_at=told.asked.starts_at, ends_at=told.asked.starts_at + timedelta(hours=1), tracking="")


@pytest.mark.parametrize(
    ("gone", "field", "left", "words"),
    [
        ({"workers": {"tobita"}}, "workers", (), "「黒澤 拓也」は「作業する方」"),
        ({"workers": {"kurosawa"}}, "companion", "", "「飛田 結」は「同行する方」"),
        ({"terminals": {"tablet"}}, "terminals", (), "「KENKO-07」は「端末」"),
        ({"destinations": {}}, "destination", "", "「国のシステム」は「持ち出す先」"),
        ({"systems": {"vrs": 12}}, "from_system", "", "「前回のもの」は「元のシステム」"),
        ({"media": {}}, "medium", "", "媒8-0001は媒体台帳にありません"),
        ({"media": {"usb": a_medium(permitted_until=date(2026, 11, 29))}}, "medium", "", "許可期間"),
        ({"media": {"usb": a_medium(unwiped="使8-0009")}}, "medium", "", "使8-0009の情報が残って"),
    ],
)
def test_what_is_no_longer_allowed_is_left_out_and_said(gone: dict[str, Any], field: str, left: object, words: str) -> None:
    told = repeated(EARLIER, replace(OFFERED, **gone), names=NAMES, now=NOW)

    assert getattr(told.asked, field) == left
    assert any(words in note for note in told.notes)


def test_who_carried_and_worked_and_is_gone_is_named_once() -> None:
    told = repeated(EARLIER, replace(OFFERED, workers={"tobita"}), names=NAMES, now=NOW)

    assert (told.asked.carrier, told.asked.workers, len(told.notes)) == ("", (), 1)


def test_differences_are_named_in_the_words_of_the_form() -> None:
    typed = replace(EARLIER, people=800, locked_case=False, workers=("kurosawa",), encryption=Encryption.ZIP_AES256, carrier="")

    assert differing(EARLIER, replace(EARLIER, workers=tuple(reversed(EARLIER.workers)))) == []
    assert differing(EARLIER, typed) == ["人数", "暗号化", "運ぶ方", "施錠できる容器"]
    assert side_by_side(EARLIER, typed, NAMES) == [
        ("人数", "1,200", "800"),
        ("暗号化", "媒体の暗号化機能(AES256)", "暗号化したZIP(AES256)"),
        ("運ぶ方", "黒澤 拓也", "なし"),
        ("施錠できる容器", "はい", "いいえ"),
    ]
    assert rewritten_words([]) == "内容はそのまま"
    assert set(LABELS) == set(vars(EARLIER)) - {"kind", "thing"}


def a_job(number: int, key: str) -> Job:
    return Job(f"{number:032}", f"使8-{number:04}", Kind.USE, Thing.MEDIUM, key, "", "", NOW, (key,))


def test_five_different_jobs_the_newest_of_each() -> None:
    jobs = [a_job(number, key) for number, key in enumerate("aabacdefg")]

    assert [(job.data_name, job.public_id[-1]) for job in distinct_jobs(jobs)] == [
        ("a", "0"),
        ("b", "2"),
        ("c", "4"),
        ("d", "5"),
        ("e", "6"),
    ]


STICK = CopyFacts(CopyKind.STICK, "媒8-0001")
DONE = CopyFacts(CopyKind.TERMINAL, "KENKO-07", EndFacts("消8-0001", How.ERASED, 1, False))
CONFIRMED = CopyFacts(CopyKind.TERMINAL, "KENKO-07", EndFacts("消8-0001", How.ERASED, 1, True))


@pytest.mark.parametrize(
    ("state", "values", "words"),
    [
        (State.SENT_BACK, {}, "書き直してください。端末を改めて"),
        (State.ASKED, {}, "健康推進課の所属長の承認を待って"),
        (State.ASKED, {"ends_at": NOW - timedelta(minutes=1)}, "日時が過ぎました"),
        (State.APPROVED, {}, "貸出を受けて"),
        (State.APPROVED, {"kind": Kind.TAKE_OUT}, "持出を受けて"),
        (State.APPROVED, {"ends_at": NOW - timedelta(minutes=1)}, "日時が過ぎました"),
        (State.APPROVED, {"is_blanket": True}, "この承認で使う"),
        (State.APPROVED, {"is_blanket": True, "ends_at": NOW - timedelta(minutes=1)}, "期間が終わりました"),
        (State.HANDED, {"due_at": NOW + timedelta(hours=1)}, "返却の予定は"),
        (State.HANDED, {"due_at": NOW - timedelta(hours=1)}, "を過ぎています"),
        (State.RETURNED, {"copies": (STICK, DONE)}, "媒体の中(媒8-0001)の消去・廃棄を記録して"),
        (State.RETURNED, {"copies": (DONE,)}, "ほかの方の確認を待って"),
        (State.RETURNED, {"copies": (CONFIRMED,)}, "所属長の確認で完結"),
        (State.CLOSED, {}, ""),
    ],
)
def test_the_list_says_what_comes_next(state: State, values: dict[str, Any], words: str) -> None:
    given: dict[str, Any] = {"kind": Kind.USE, "starts_at": NOW - timedelta(days=1), "ends_at": NOW + timedelta(hours=2)} | values
    line = Line("使8-0001", thing=Thing.MEDIUM, state=state, requester_id=1, **given)

    said = next_words(line, NOW, waits_for="健康推進課", reason="端末を改めてください。")

    assert words in said if words else said == ""
