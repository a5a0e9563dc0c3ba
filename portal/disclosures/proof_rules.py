"""Which papers prove who asks, and the right to ask for another (domain-privacy.md §2.1): kinds and days, never numbers (R2-2). Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.disclosures.rules import PROOF_WORDS, PersonStanding, ProofKind, RequesterKind, Scene, Way, Whose
from portal.text.wareki import format_date

CARDS = (ProofKind.LICENCE, ProofKind.NUMBER_CARD, ProofKind.INSURANCE, ProofKind.RESIDENCE_CARD, ProofKind.OTHER_CARD)
# Made within so many days before the request, never a copy.
DATED = (
    ProofKind.RESIDENT_RECORD,
    ProofKind.FAMILY_REGISTER,
    ProofKind.GUARDIAN_RECORD,
    ProofKind.PROXY,
    ProofKind.SEAL_RECORD,
)
COPIES = (ProofKind.CARD_COPY,)


@dataclass(frozen=True)
class Need:
    """One thing to be proven by any one of the kinds."""

    whose: Whose
    words: str
    kinds: tuple[ProofKind, ...]


@dataclass(frozen=True)
class Asker:
    """Who stands there, and how the request came."""

    requester_kind: RequesterKind
    standing: PersonStanding | None
    way: Way


@dataclass(frozen=True)
class Paper:
    """A paper that lies on the desk."""

    whose: Whose
    kind: ProofKind
    issued_on: date | None = None

    @property
    def is_original(self) -> bool:
        return self.kind not in COPIES


_AT_WINDOW = (Need(Whose.REQUESTER, "請求者の本人確認書類(どれか1つの提示。氏名・住所が請求書と同じもの)", CARDS),)
_BY_POST = (
    Need(Whose.REQUESTER, "請求者の本人確認書類の写し(個人番号カードは表面だけ)", (ProofKind.CARD_COPY,)),
    Need(Whose.REQUESTER, "請求者の住民票の写し(原本。個人番号の記載のないもの)", (ProofKind.RESIDENT_RECORD,)),
)
_OF_LEGAL: dict[PersonStanding | None, tuple[ProofKind, ...]] = {
    PersonStanding.MINOR: (ProofKind.FAMILY_REGISTER,),
    PersonStanding.WARD: (ProofKind.GUARDIAN_RECORD,),
}
_OF_AGENT = (
    Need(Whose.AUTHORITY, "委任状(原本。本人が作ったもの)", (ProofKind.PROXY,)),
    Need(
        Whose.AUTHORITY,
        "委任が本人の意思であることの確認(どれか1つ)",
        (ProofKind.SEAL_RECORD, ProofKind.CARD_COPY, ProofKind.REPLY),
    ),
)


def needs_of(asker: Asker, scene: Scene) -> tuple[Need, ...]:
    """At the disclosure itself the person is identified once more; the right to stand there was proven at the intake."""
    own = _AT_WINDOW if asker.way is Way.WINDOW or scene is Scene.DOING else _BY_POST
    if scene is Scene.DOING or asker.requester_kind is RequesterKind.SELF:
        return own
    if asker.requester_kind is RequesterKind.AGENT:
        return (*own, *_OF_AGENT)
    either = (ProofKind.FAMILY_REGISTER, ProofKind.GUARDIAN_RECORD)
    return (*own, Need(Whose.AUTHORITY, "法定代理人の資格を示す書類(原本)", _OF_LEGAL.get(asker.standing, either)))


def missing(asker: Asker, scene: Scene, seen: Collection[Paper]) -> list[Need]:
    """What is still to be shown; empty when identity is proven."""
    shown = {(paper.whose, paper.kind) for paper in seen}
    return [need for need in needs_of(asker, scene) if not any((need.whose, kind) in shown for kind in need.kinds)]


def why_not_papers(papers: Sequence[Paper], asker: Asker, scene: Scene) -> str | None:
    """Nothing but what is asked for is recorded."""
    if not papers:
        return "確認した書類を、1つ以上選んでください。"
    asked = {(need.whose, kind) for need in needs_of(asker, scene) for kind in need.kinds}
    if any((paper.whose, paper.kind) not in asked for paper in papers):
        return "この請求では要らない書類が選ばれています。画面を開き直してください。"
    return None


def why_not_paper(paper: Paper, *, received_on: date, today: date, valid_days: int) -> str | None:
    """The rule of thirty days. A paper that came after the request, in answer to a 補正, is young enough."""
    if paper.kind not in DATED:
        return None
    word = PROOF_WORDS[paper.kind]
    if paper.issued_on is None:
        return f"{word}の作成日を入れてください。例: {format_date(today)}"
    if paper.issued_on > today:
        return f"{word}の作成日は、今日({format_date(today)})までの日にしてください。"
    oldest = received_on - timedelta(days=valid_days)
    if paper.issued_on < oldest:
        return (
            f"{word}は、請求前{valid_days}日以内({format_date(oldest)}以後)に作られたものに限ります。"
            "記録せずに、新しいものの提出を補正で求めてください。"
        )
    return None


def words_of(papers: Collection[Paper]) -> str:
    """「運転免許証、委任状(令和8年11月1日)」."""
    each = (PROOF_WORDS[paper.kind] + (f"({format_date(paper.issued_on)})" if paper.issued_on else "") for paper in papers)
    return "、".join(each)
