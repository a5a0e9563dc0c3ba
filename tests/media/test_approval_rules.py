"""Who signs a line, in which order, and why somebody may not: both sides of each limit (M-3)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from portal.accounts.chief_rules import SignsAs
from portal.clock import JAPAN
from portal.media.approval_rules import (
    OWN,
    OWN_EXTENSION,
    WHY_NO_EXTENSION,
    WORDS_NEEDED,
    WRITTEN_ANEW,
    Asked,
    Deputised,
    MoreTime,
    Signer,
    decided_words,
    route_left,
    route_of,
    signed_words,
    time_told,
    time_words,
    why_not_decide_time,
    why_not_review,
    why_not_sign,
    why_not_time_words,
    why_not_words,
)
from portal.media.rules import Decision, State, Step

MINE, HOLDER, ABOVE = 1, 2, 3

ROUTES = {
    "a clerk, the section's own data": (MINE, MINE, False, ABOVE, ((Step.HOLDER, MINE),)),
    "a clerk, nobody stands above": (MINE, MINE, False, None, ((Step.HOLDER, MINE),)),
    "a clerk, data of another section": (MINE, HOLDER, False, ABOVE, ((Step.OWN_CHIEF, MINE), (Step.HOLDER, HOLDER))),
    "the chief, own data": (MINE, MINE, True, ABOVE, ((Step.ABOVE, ABOVE),)),
    "the chief, data of another section": (MINE, HOLDER, True, ABOVE, ((Step.ABOVE, ABOVE), (Step.HOLDER, HOLDER))),
    "the chief, data of the section above": (MINE, ABOVE, True, ABOVE, ((Step.HOLDER, ABOVE),)),
    "the chief, nobody stands above": (MINE, MINE, True, None, ()),
    "the chief, data of another section, nobody stands above": (MINE, HOLDER, True, None, ()),
}


@pytest.mark.parametrize(("section", "holder", "asks_as_chief", "above", "route"), ROUTES.values(), ids=ROUTES.keys())
def test_the_route_of_a_request(
    section: int, holder: int, asks_as_chief: bool, above: int | None, route: tuple[tuple[Step, int], ...]
) -> None:
    assert route_of(section, holder, asks_as_chief=asks_as_chief, above_id=above) == route


@pytest.mark.parametrize(("section", "holder", "asks_as_chief", "above", "route"), ROUTES.values(), ids=ROUTES.keys())
def test_what_is_left_of_a_route_is_told_from_the_line_alone(
    section: int, holder: int, asks_as_chief: bool, above: int | None, route: tuple[tuple[Step, int], ...]
) -> None:
    for signed, (_, waits_for) in enumerate(route):
        assert route_left(section, holder, waits_for) == route[signed:]


NOW = datetime(2026, 11, 24, 10, 0, tzinfo=JAPAN)
CHIEF, DEPUTY, REQUESTER = 10, 11, 12
WAITS = Asked(State.ASKED, REQUESTER, MINE, "健康推進課", NOW)
BY_CHIEF, BY_DEPUTY = Signer(CHIEF, {MINE: SignsAs.CHIEF}), Signer(DEPUTY, {MINE: SignsAs.DEPUTY})
NOT_YOURS = "この申請は健康推進課の所属長が承認します。あなたはその所属長でも、期間中の代決者でもありません。"
BEFORE = "大内 恵子さんが令和8年11月24日 9時30分に承認しました。"
LATE = replace(WAITS, ends_at=NOW - timedelta(seconds=1))
TOO_LATE = "返却予定(令和8年11月24日 9時59分)を過ぎたため、承認できません。差し戻して、日時を改めてもらってください。"

SIGNING = {
    "the chief": (WAITS, BY_CHIEF, Decision.APPROVE, None),
    "the deputy": (WAITS, BY_DEPUTY, Decision.APPROVE, None),
    "at the last moment": (replace(WAITS, ends_at=NOW), BY_CHIEF, Decision.APPROVE, None),
    "too late to approve": (LATE, BY_CHIEF, Decision.APPROVE, TOO_LATE),
    "too late, sent back": (LATE, BY_CHIEF, Decision.SEND_BACK, None),
    "too late, refused": (LATE, BY_CHIEF, Decision.REFUSE, None),
    "one's own": (replace(WAITS, requester_id=CHIEF), BY_CHIEF, Decision.APPROVE, OWN),
    "one's own, sent back": (replace(WAITS, requester_id=CHIEF), BY_CHIEF, Decision.SEND_BACK, OWN),
    "the deputy's own": (replace(WAITS, requester_id=DEPUTY), BY_DEPUTY, Decision.APPROVE, OWN),
    "of another section": (WAITS, Signer(CHIEF, {HOLDER: SignsAs.CHIEF}), Decision.APPROVE, NOT_YOURS),
    "of no section": (WAITS, Signer(CHIEF, {}), Decision.REFUSE, NOT_YOURS),
    "signed on to the next section": (
        replace(WAITS, decided_words=BEFORE),
        Signer(CHIEF, {HOLDER: SignsAs.CHIEF}),
        Decision.APPROVE,
        NOT_YOURS + BEFORE,
    ),
    "written anew meanwhile": (replace(WAITS, round=2), BY_CHIEF, Decision.APPROVE, WRITTEN_ANEW),
    "written anew, and read": (replace(WAITS, round=2, seen=2), BY_CHIEF, Decision.APPROVE, None),
    "decided meanwhile": (
        replace(WAITS, state=State.APPROVED, waits_for=None, decided_words=BEFORE),
        BY_CHIEF,
        Decision.REFUSE,
        f"この申請は、もう承認済です。{BEFORE}",
    ),
    "withdrawn meanwhile": (
        replace(WAITS, state=State.WITHDRAWN, waits_for=None),
        BY_CHIEF,
        Decision.APPROVE,
        "この申請は、もう取下げです。",
    ),
}


@pytest.mark.parametrize(("asked", "signer", "decision", "reason"), SIGNING.values(), ids=SIGNING.keys())
def test_who_may_sign_what(asked: Asked, signer: Signer, decision: Decision, reason: str | None) -> None:
    assert why_not_sign(asked, signer, decision, NOW) == reason


@pytest.mark.parametrize("decision", Decision)
@pytest.mark.parametrize("words", ["", " \n", "項目が多すぎます"])
def test_a_reason_is_needed_for_all_but_an_approval(decision: Decision, words: str) -> None:
    assert why_not_words(decision, words) == (None if words.strip() else WORDS_NEEDED.get(decision))


SEEN = Deputised(MINE, "健康推進課", REQUESTER, DEPUTY, SignsAs.DEPUTY, is_reviewed=False)
REVIEWS = {
    "the chief": (SEEN, BY_CHIEF, ""),
    "what a chief decided": (replace(SEEN, signed_as=SignsAs.CHIEF), BY_CHIEF, "所属長本人の決定です"),
    "seen already": (replace(SEEN, is_reviewed=True), BY_CHIEF, "もう後閲が済んでいます"),
    "one's own decision": (replace(SEEN, signed_by=CHIEF), BY_CHIEF, "自分がした代決は"),
    "one's own request": (replace(SEEN, requester_id=CHIEF), BY_CHIEF, "自分の申請の代決は"),
    "another deputy": (SEEN, Signer(13, {MINE: SignsAs.DEPUTY}), "健康推進課の代決は、健康推進課の所属長が後閲します。"),
    "another chief": (SEEN, Signer(13, {HOLDER: SignsAs.CHIEF}), "健康推進課の所属長が後閲します。"),
}


@pytest.mark.parametrize(("signed", "reader", "reason"), REVIEWS.values(), ids=REVIEWS.keys())
def test_who_looks_at_a_deputys_decision_afterwards(signed: Deputised, reader: Signer, reason: str) -> None:
    told = why_not_review(signed, reader)

    assert reason in (told or "")
    assert bool(told) == bool(reason)


MORE = MoreTime("使8-0003", REQUESTER, MINE, "健康推進課", NOW + timedelta(days=1), NOW)
GRANTING = {
    "granted": (MORE, BY_CHIEF, True, ""),
    "granted by the deputy": (MORE, BY_DEPUTY, True, ""),
    "refused": (MORE, BY_CHIEF, False, ""),
    "one's own": (replace(MORE, asked_by=CHIEF), BY_CHIEF, True, OWN_EXTENSION),
    "one's own, refused": (replace(MORE, asked_by=CHIEF), BY_CHIEF, False, OWN_EXTENSION),
    "of another section": (MORE, Signer(CHIEF, {HOLDER: SignsAs.CHIEF}), True, NOT_YOURS),
    "a moment before it is over": (replace(MORE, until=NOW + timedelta(seconds=1)), BY_CHIEF, True, ""),
    "over by now": (replace(MORE, until=NOW), BY_CHIEF, True, "申し出の日時(令和8年11月24日 10時00分)を過ぎています。"),
    "over by now, refused": (replace(MORE, until=NOW), BY_CHIEF, False, ""),
    "back already": (replace(MORE, due_at=None), BY_CHIEF, True, "使8-0003は、もう戻っています。"),
    "back already, refused": (replace(MORE, due_at=None), BY_CHIEF, False, "使8-0003は、もう戻っています。"),
    "decided meanwhile": (
        replace(MORE, decided_words="郡司さんが認めました。"),
        BY_CHIEF,
        True,
        "もう決まっています。郡司さんが認めました。",
    ),
}


@pytest.mark.parametrize(("asked", "signer", "grants", "reason"), GRANTING.values(), ids=GRANTING.keys())
def test_who_grants_more_time(asked: MoreTime, signer: Signer, grants: bool, reason: str) -> None:
    told = why_not_decide_time(asked, signer, grants=grants, now=NOW)

    assert reason in (told or "")
    assert bool(told) == bool(reason)


def test_more_time_is_refused_with_a_reason_and_granted_without() -> None:
    assert [why_not_time_words(words, grants=grants) for words, grants in (("", True), ("", False), (" ", False), ("人手", False))] == [
        None,
        WHY_NO_EXTENSION,
        WHY_NO_EXTENSION,
        None,
    ]


def test_what_is_told_of_a_decision() -> None:
    assert decided_words(Decision.APPROVE, "大内 恵子", NOW) == "大内 恵子さんが令和8年11月24日 10時00分に承認しました。"
    assert decided_words(Decision.REFUSE, "大内 恵子", NOW).endswith("に承認しないと決めました。")
    assert signed_words(Step.ABOVE, SignsAs.DEPUTY, "直行", Decision.APPROVE) == "上位の所属長(代) 条件: 直行"
    assert signed_words(Step.HOLDER, SignsAs.CHIEF, "", Decision.APPROVE) == "情報を保有する課の所属長"
    assert signed_words(Step.HOLDER, SignsAs.CHIEF, "多い", Decision.SEND_BACK).endswith(" 理由: 多い")
    assert time_words("大内 恵子", NOW, granted=False) == "大内 恵子さんが令和8年11月24日 10時00分に認めませんでした。"
    assert time_words("大内 恵子", NOW, granted=True) == "大内 恵子さんが令和8年11月24日 10時00分に認めました。"
    assert time_told("令和8年11月25日", SignsAs.CHIEF, "", granted=True) == "令和8年11月25日まで"
    assert time_told("令和8年11月25日", SignsAs.CHIEF, "人手がある", granted=False) == "令和8年11月25日まで 理由: 人手がある"
    assert (
        time_told("令和8年11月25日 10時00分", SignsAs.DEPUTY, "急ぐこと", granted=True) == "令和8年11月25日 10時00分まで(代) 条件: 急ぐこと"
    )
