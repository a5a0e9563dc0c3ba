"""Which papers prove whom, and the rule of thirty days: tables on both sides (domain-privacy.md §2.1)."""

from datetime import date, timedelta

import pytest

from portal.disclosures.proof_rules import DATED, Asker, Paper, missing, needs_of, why_not_paper, why_not_papers, words_of
from portal.disclosures.rules import PersonStanding, ProofKind, RequesterKind, Scene, Way, Whose

RECEIVED = date(2026, 11, 30)
TODAY = date(2026, 12, 4)
MINE, RIGHT = Whose.REQUESTER, Whose.AUTHORITY
SELF, LEGAL, AGENT = RequesterKind.SELF, RequesterKind.LEGAL, RequesterKind.AGENT


@pytest.mark.parametrize(
    ("asker", "shown", "left"),
    [
        (Asker(SELF, None, Way.WINDOW), [], 1),
        (Asker(SELF, None, Way.WINDOW), [(MINE, ProofKind.INSURANCE)], 0),
        (Asker(SELF, None, Way.WINDOW), [(MINE, ProofKind.CARD_COPY)], 1),
        (Asker(SELF, None, Way.POST), [(MINE, ProofKind.CARD_COPY)], 1),
        (Asker(SELF, None, Way.POST), [(MINE, ProofKind.RESIDENT_RECORD)], 1),
        (Asker(SELF, None, Way.POST), [(MINE, ProofKind.CARD_COPY), (MINE, ProofKind.RESIDENT_RECORD)], 0),
        (Asker(LEGAL, PersonStanding.MINOR, Way.WINDOW), [(MINE, ProofKind.LICENCE)], 1),
        (Asker(LEGAL, PersonStanding.MINOR, Way.WINDOW), [(MINE, ProofKind.LICENCE), (RIGHT, ProofKind.FAMILY_REGISTER)], 0),
        (Asker(LEGAL, PersonStanding.MINOR, Way.WINDOW), [(MINE, ProofKind.LICENCE), (RIGHT, ProofKind.GUARDIAN_RECORD)], 1),
        (Asker(LEGAL, PersonStanding.WARD, Way.WINDOW), [(MINE, ProofKind.LICENCE), (RIGHT, ProofKind.GUARDIAN_RECORD)], 0),
        (Asker(LEGAL, None, Way.WINDOW), [(MINE, ProofKind.LICENCE), (RIGHT, ProofKind.FAMILY_REGISTER)], 0),
        (Asker(AGENT, None, Way.WINDOW), [(MINE, ProofKind.LICENCE), (RIGHT, ProofKind.PROXY)], 1),
        (Asker(AGENT, None, Way.WINDOW), [(MINE, ProofKind.LICENCE), (MINE, ProofKind.PROXY), (MINE, ProofKind.REPLY)], 2),
        (Asker(AGENT, None, Way.WINDOW), [(MINE, ProofKind.LICENCE), (RIGHT, ProofKind.PROXY), (RIGHT, ProofKind.SEAL_RECORD)], 0),
        (Asker(AGENT, None, Way.WINDOW), [(MINE, ProofKind.LICENCE), (RIGHT, ProofKind.PROXY), (RIGHT, ProofKind.REPLY)], 0),
        (Asker(AGENT, None, Way.POST), [], 4),
    ],
)
def test_what_is_still_to_be_shown(asker: Asker, shown: list[tuple[Whose, ProofKind]], left: int) -> None:
    assert len(missing(asker, Scene.INTAKE, [Paper(whose, kind) for whose, kind in shown])) == left


def test_a_legal_representative_whose_ward_is_not_said_shows_either_paper() -> None:
    for kind in (ProofKind.FAMILY_REGISTER, ProofKind.GUARDIAN_RECORD):
        assert not missing(Asker(LEGAL, None, Way.WINDOW), Scene.INTAKE, [Paper(MINE, ProofKind.LICENCE), Paper(RIGHT, kind)])
    assert [need.words for need in needs_of(Asker(LEGAL, None, Way.WINDOW), Scene.INTAKE)][-1] == "法定代理人の資格を示す書類(原本)"


@pytest.mark.parametrize("asker", [Asker(SELF, None, Way.POST), Asker(AGENT, None, Way.WINDOW), Asker(LEGAL, None, Way.POST)])
def test_at_the_disclosure_whoever_comes_shows_a_card_again(asker: Asker) -> None:
    assert not missing(asker, Scene.DOING, [Paper(MINE, ProofKind.NUMBER_CARD)])
    assert missing(asker, Scene.DOING, [])


@pytest.mark.parametrize(
    ("kind", "issued_on", "fine"),
    [
        (ProofKind.RESIDENT_RECORD, RECEIVED - timedelta(days=30), True),
        (ProofKind.RESIDENT_RECORD, RECEIVED - timedelta(days=31), False),
        (ProofKind.PROXY, RECEIVED - timedelta(days=30), True),
        (ProofKind.PROXY, RECEIVED - timedelta(days=31), False),
        (ProofKind.SEAL_RECORD, RECEIVED + timedelta(days=2), True),
        (ProofKind.FAMILY_REGISTER, TODAY, True),
        (ProofKind.FAMILY_REGISTER, TODAY + timedelta(days=1), False),
        (ProofKind.GUARDIAN_RECORD, None, False),
        (ProofKind.LICENCE, None, True),
        (ProofKind.CARD_COPY, None, True),
    ],
)
def test_a_paper_grows_old(kind: ProofKind, issued_on: date | None, fine: bool) -> None:
    assert (why_not_paper(Paper(MINE, kind, issued_on), received_on=RECEIVED, today=TODAY, valid_days=30) is None) is fine


def test_the_days_are_a_setting() -> None:
    paper = Paper(RIGHT, ProofKind.PROXY, RECEIVED - timedelta(days=31))

    assert why_not_paper(paper, received_on=RECEIVED, today=TODAY, valid_days=31) is None
    refused = why_not_paper(paper, received_on=RECEIVED, today=TODAY, valid_days=30)
    assert refused is not None
    assert refused.startswith("委任状は、請求前30日以内(令和8年10月31日以後)に作られたものに限ります。")


def test_nothing_else_is_recorded() -> None:
    own = Asker(SELF, None, Way.WINDOW)

    assert why_not_papers([], own, Scene.INTAKE)
    assert why_not_papers([Paper(RIGHT, ProofKind.PROXY)], own, Scene.INTAKE)
    assert why_not_papers([Paper(MINE, ProofKind.LICENCE)], own, Scene.INTAKE) is None


def test_a_card_shown_again_at_the_window_is_no_copy_and_no_resident_record() -> None:
    """Whoever asked by post and comes to see the documents."""
    by_post = Asker(SELF, None, Way.POST)

    for kind in (ProofKind.RESIDENT_RECORD, ProofKind.CARD_COPY):
        assert why_not_papers([Paper(MINE, kind)], by_post, Scene.INTAKE) is None
        assert "要らない書類" in (why_not_papers([Paper(MINE, kind)], by_post, Scene.DOING) or "")
    assert why_not_papers([Paper(MINE, ProofKind.LICENCE)], by_post, Scene.DOING) is None


def test_only_a_copy_is_no_original() -> None:
    assert not Paper(MINE, ProofKind.CARD_COPY).is_original
    assert all(Paper(MINE, kind).is_original for kind in DATED)


def test_a_kind_that_grows_old_stands_once_on_the_sheet() -> None:
    """The form has one day a kind."""
    for requester in RequesterKind:
        for standing in (None, *PersonStanding):
            for way in Way:
                needs = needs_of(Asker(requester, standing, way), Scene.INTAKE)
                dated = [kind for need in needs for kind in need.kinds if kind in DATED]
                assert len(dated) == len(set(dated))


def test_papers_are_told_with_their_days() -> None:
    assert words_of([Paper(MINE, ProofKind.LICENCE), Paper(RIGHT, ProofKind.PROXY, RECEIVED)]) == "運転免許証、委任状(令和8年11月30日)"
