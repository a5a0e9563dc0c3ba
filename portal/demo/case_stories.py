"""What the cases of the demo are about, one a line: invented, in every state that a 開示・訂正・利用停止請求 can be in."""

from dataclasses import dataclass

from portal.disclosures.decision_rules import Decision, DoingWay, NoConsult, Ruling
from portal.disclosures.gap_rules import GapKind
from portal.disclosures.rules import CaseKind, RequesterKind, Way, Wish

LEDGER = "予防接種台帳のうち本人に関する部分"
ISSUED = "接種券の発行記録(令和8年度)"
SLIPS = "帯状疱疹ワクチンの予診票の写し"
CALLS = "窓口・電話での相談の記録(令和7年度)"
LOOKED_UP = "本人の接種記録を閲覧した職員の記録"


@dataclass(frozen=True)
class Mending:
    """Days since the 収受日; `answered` None: still waited for."""

    gap: GapKind
    demanded: int
    due: int
    answered: int | None = None


@dataclass(frozen=True)
class Third:
    """A third party asked. `told`: when whoever objected was told of the decision."""

    asked: int
    due: int
    answered: int | None = None
    objects: bool = False
    told: int | None = None


@dataclass(frozen=True)
class Task:
    section: str
    asked: int
    due: int
    answered: int | None = None


@dataclass(frozen=True)
class Appeal:
    filed: int
    consulted: int | None = None
    told: int | None = None
    ruled: int | None = None
    ruling: Ruling | None = None
    no_consult: NoConsult | None = None


@dataclass(frozen=True)
class Story:
    """A case received `days` before the loading; every other number is days since its 収受日.

    `extended`: when, and by how many days; `special`: 84条, when it was told, and until when the rest; `drafted`: waiting for its 決裁;
    `decided`, `sent`, `reached`: of the decision; `planned`, `done`: of the disclosure.
    """

    days: int
    items: tuple[str, ...] = (LEDGER,)
    kind: CaseKind = CaseKind.DISCLOSURE
    wish: Wish | None = None
    requester: RequesterKind = RequesterKind.SELF
    way: Way = Way.WINDOW
    officer: str = "soumu"
    proven: bool = True
    claim: str = ""
    mending: Mending | None = None
    extended: tuple[int, int] | None = None
    special: tuple[int, int] | None = None
    third: Third | None = None
    task: Task | None = None
    drafted: int | None = None
    decided: int | None = None
    decision: Decision = Decision.FULL
    exemptions: str = ""
    sent: int | None = None
    reached: int | None = None
    wished: int | None = None
    planned: int | None = None
    done: int | None = None
    done_way: DoingWay = DoingWay.COPY
    sheets: int = 0
    lapsed: bool = False
    withdrawn: int | None = None
    cancelled: str = ""
    closed: int | None = None
    appeal: Appeal | None = None


_PARTLY = Decision.PARTIAL
_CORRECTION, _SUSPENSION = CaseKind.CORRECTION, CaseKind.SUSPENSION
_WRONG_DAY = "2回目の接種日が、実際の接種日より1日後になっている。予診票のとおりに直してほしい。"
_NOT_MINE = "同じ氏名の別の方の接種記録が、自分の記録に入っている。消してほしい。"
_BY_PAST = (
    Story(330, sent=20, decided=19, reached=22, wished=25, done=30, sheets=4, closed=120),
    Story(310, (LEDGER, CALLS), decided=27, sent=28, reached=30, decision=_PARTLY, exemptions="2", wished=33, done=40, closed=140),
    Story(
        285,
        (CALLS,),
        officer="soumu2",
        decided=29,
        sent=30,
        decision=Decision.REFUSED,
        exemptions="2,7",
        reached=32,
        appeal=Appeal(60, consulted=70, told=72, ruled=170, ruling=Ruling.UPHELD_PARTLY),
    ),
    Story(260, kind=_CORRECTION, wish=Wish.CORRECT, claim=_WRONG_DAY, decided=24, sent=24, decision=Decision.CORRECTED, closed=40),
    Story(240, (SLIPS,), decided=12, sent=13, decision=Decision.NOT_HELD, closed=100),
    Story(210, way=Way.POST, mending=Mending(GapKind.NO_RESIDENT_RECORD, 3, 17, 12), decided=35, sent=36, reached=39, lapsed=True),
    Story(190, kind=_SUSPENSION, wish=Wish.STOP_USE, claim="健診の案内に接種の記録を使わないでほしい。", withdrawn=9),
    Story(175, (LOOKED_UP,), extended=(25, 30), decided=55, sent=56, decision=_PARTLY, exemptions="7", reached=58, wished=61, done=68),
    Story(150, cancelled="同じ請求書を二度登録した"),
    Story(140, (SLIPS,), requester=RequesterKind.LEGAL, decided=16, sent=17, reached=18, wished=18, done=24, sheets=6, closed=120),
)
_THIS_AUTUMN = (
    Story(118, (CALLS, LOOKED_UP), decided=28, decision=Decision.HIDDEN, sent=29, reached=31, appeal=Appeal(100)),
    Story(112, decided=14, sent=15, reached=16, wished=17, done=22, done_way=DoingWay.POSTED_COPY, sheets=3),
    Story(95, kind=_CORRECTION, wish=Wish.DELETE, claim=_NOT_MINE, extended=(28, 20), decided=48, sent=49, decision=Decision.NOT_CORRECTED),
    Story(80, (LEDGER, SLIPS), special=(26, 90), third=Third(10, 24, 20), task=Task("kenko", 2, 9, 7), officer="soumu2"),
    Story(62, requester=RequesterKind.AGENT, decided=26, sent=27, reached=29, officer="soumu2"),
    Story(48, (SLIPS,), third=Third(5, 19, 17, objects=True), decided=29, sent=30, reached=31, wished=34, planned=52),
    Story(44, (CALLS,), task=Task("kenko", 2, 12, 11), decided=28, sent=29, reached=30),
    Story(41, (CALLS, ISSUED), extended=(24, 20), task=Task("kenko", 3, 14, 13), officer="soumu2"),
    Story(33, (LOOKED_UP,), task=Task("joho", 2, 12)),
    Story(29, way=Way.POST, mending=Mending(GapKind.NO_IDENTITY, 3, 17), proven=False),
    Story(28, (ISSUED,), drafted=26),
    Story(26, (LEDGER, ISSUED), decided=24, decision=Decision.FULL, officer="soumu2"),
    Story(22, kind=_CORRECTION, wish=Wish.ADD, claim="他市で受けた接種を台帳に加えてほしい。", mending=Mending(GapKind.NO_EARLIER, 4, 14)),
    Story(20, (SLIPS,), third=Third(6, 22)),
    Story(13, (LEDGER, CALLS, LOOKED_UP), task=Task("kenko", 1, 14), officer="soumu2"),
    Story(8, kind=_SUSPENSION, wish=Wish.ERASE, claim="転出したので、接種の記録を消してほしい。"),
    Story(6, (ISSUED,), requester=RequesterKind.AGENT, withdrawn=4),
    Story(1, proven=False, way=Way.POST),
)
STORIES = (*_BY_PAST, *_THIS_AUTUMN)
