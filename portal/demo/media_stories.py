"""What the lines of the demo's media ledgers are about, one a line: invented, some forty of them."""

from dataclasses import dataclass

from portal.media.rules import Kind, PlaceKind, State, Thing


@dataclass(frozen=True)
class Story:
    """One line, asked for `days` before the loading, for `hours`. `medium`: which of the media, counted from 0."""

    days: int
    data: str
    people: int
    state: State = State.CLOSED
    kind: Kind = Kind.USE
    thing: Thing = Thing.MEDIUM
    by: str = "daicho"
    medium: int = 0
    hours: int = 8
    purpose: str = "接種券の発行データを国の接種記録システムに登録するため"
    place: PlaceKind | None = None
    thing_words: str = ""
    sender: str = ""
    words: str = ""
    anomaly: str = ""
    file: str = "hakken_20261101.zip"
    copies: bool = False
    ends_noted: bool = False
    is_blanket: bool = False
    is_deputy: bool = False
    is_specific: bool = True
    corrections: tuple[tuple[str, str, str, str], ...] = ()

    @property
    def by_name(self) -> str:
        return NAMES[self.by]


NAMES = {"daicho": "黒澤 拓也", "daicho2": "飛田 結", "madoguchi": "根本 千夏", "madoguchi2": "小野瀬 亮", "toiawase": "安 真由"}
OUT, IN, PAPERS, TERMINAL = Kind.TAKE_OUT, Kind.BRING_IN, Thing.PAPERS, Thing.TERMINAL
CLINIC, VENUE, PREFECTURE, CONTRACTOR = PlaceKind.CLINIC, PlaceKind.VENUE, PlaceKind.PREFECTURE, PlaceKind.CONTRACTOR
TABLET = "タブレット 1台"
HALL, SLIPS = "集団接種の会場で本人を確かめるため", "予診票の記載を医療機関に確かめるため"
LATE_HOUR = (("returned_at", "16:00", "16:20", "時計の遅れに後で気づいた"),)
TOO_MANY = (("people", "1,240", "1,204", "数え違い。抽出の記録で確かめた"),)

# The year before: papers, tablets and what came in, before the media of this year were registered.
_BEFORE = (
    Story(290, "予診票", 62, kind=OUT, thing=PAPERS, place=CLINIC, purpose=SLIPS, thing_words="予診票 62枚", by="madoguchi"),
    Story(283, "会場受付名簿", 180, kind=OUT, thing=PAPERS, place=VENUE, purpose=HALL, thing_words="名簿 6冊", by="madoguchi2"),
    Story(283, "会場受付データ", 180, kind=OUT, thing=TERMINAL, place=VENUE, purpose=HALL, thing_words=TABLET, by="madoguchi"),
    Story(276, "予診票", 62, kind=IN, thing=PAPERS, sender="見本内科クリニック", purpose="予診票を受け取り、台帳に入れるため"),
    Story(270, "接種実績の報告データ", 410, kind=IN, sender="みほん計算センター", purpose="委託先から実績を受け取るため", is_deputy=True),
    Story(262, "予診票", 45, State.REFUSED, OUT, PAPERS, purpose="自宅で転記するため", words="自宅への持出しは認めない", place=CLINIC),
    Story(255, "会場受付名簿", 95, kind=OUT, thing=PAPERS, place=VENUE, purpose=HALL, thing_words="名簿 3冊", by="daicho2"),
)
_SPRING = tuple(
    Story(days, "接種券発行一覧", people, medium=medium) for days, people, medium in ((230, 1240, 0), (223, 860, 1), (216, 912, 2))
)
_SUMMER = (
    Story(200, "接種券発行一覧", 1240, corrections=TOO_MANY),
    Story(186, "接種記録の登録データ", 530, medium=1, by="daicho2", copies=True),
    Story(171, "接種券発行一覧", 744, medium=2, is_deputy=True, words="作業が終わりしだい消去すること"),
    Story(157, "県への報告データ", 0, kind=OUT, medium=9, place=PREFECTURE, purpose="県に接種の実績を報告するため", is_specific=False),
    Story(150, "会場受付名簿", 220, kind=OUT, medium=3, place=VENUE, purpose=HALL, by="madoguchi"),
    Story(143, "接種券発行一覧", 1033, corrections=LATE_HOUR),
    Story(129, "宛名印刷データ", 2150, kind=OUT, medium=5, place=CONTRACTOR, purpose="接種券の印刷と封入を委託するため", by="daicho2"),
    Story(122, "宛名印刷の結果", 2150, kind=IN, sender="みほん計算センター", purpose="印刷の結果を受け取るため", by="daicho2"),
    Story(115, "接種券発行一覧", 688, State.WITHDRAWN, medium=1),
    Story(108, "接種記録の登録データ", 471, medium=1, anomaly="国のシステムが一度止まり、30分後にやり直した"),
    Story(94, "予診票", 51, kind=OUT, thing=PAPERS, place=CLINIC, purpose=SLIPS, thing_words="予診票 51枚", by="toiawase"),
    Story(88, "会場受付データ", 240, kind=OUT, thing=TERMINAL, place=VENUE, purpose=HALL, thing_words=TABLET, by="madoguchi"),
)
_AUTUMN = (
    Story(73, "接種券発行一覧", 1310, medium=2),
    Story(66, "接種記録の登録データ", 622, medium=0, by="daicho2", copies=True),
    Story(59, "接種券発行一覧", 940, State.REFUSED, medium=11, words="暗号化の弱い媒体です。媒8-0001から0003を使うこと"),
    Story(52, "会場受付名簿", 260, kind=OUT, medium=4, place=VENUE, purpose=HALL, by="madoguchi2", is_deputy=True),
    Story(45, "接種券発行一覧", 1122, medium=1),
    Story(38, "予診票", 74, kind=IN, thing=PAPERS, sender="見本内科クリニック", purpose="予診票を受け取り、台帳に入れるため"),
    Story(31, "接種記録の登録データ", 590, medium=2, by="daicho2"),
    Story(24, "接種券発行一覧", 1008, medium=0, is_deputy=True),
    Story(17, "会場受付名簿", 198, State.APPROVED, OUT, medium=4, place=VENUE, purpose=HALL, by="madoguchi", hours=10),
)
_NOW = (
    Story(9, "接種記録の登録データ", 610, State.APPROVED, medium=2, is_blanket=True, hours=24 * 28, words="1回ごとに記録すること"),
    Story(6, "接種券発行一覧", 977, State.RETURNED, medium=1, copies=True),
    Story(5, "会場受付名簿", 205, State.HANDED, OUT, medium=3, place=VENUE, purpose=HALL, by="madoguchi2", hours=30),
    Story(3, "接種記録の登録データ", 558, State.RETURNED, medium=2, by="daicho2", ends_noted=True),
    Story(
        2, "県への報告データ", 0, State.SENT_BACK, OUT, medium=9, place=PREFECTURE, words="持出先の担当の方の氏名も書いてください", hours=60
    ),
    Story(1, "予診票", 68, State.HANDED, OUT, PAPERS, place=CLINIC, purpose=SLIPS, thing_words="予診票 68枚", by="toiawase", hours=50),
    Story(
        1,
        "会場受付データ",
        230,
        State.APPROVED,
        OUT,
        TERMINAL,
        place=VENUE,
        purpose=HALL,
        thing_words=TABLET,
        by="madoguchi",
        hours=72,
    ),
    Story(0, "接種券発行一覧", 1043, State.ASKED, medium=0, hours=10),
    Story(
        0,
        "宛名印刷データ",
        1980,
        State.ASKED,
        OUT,
        medium=5,
        place=CONTRACTOR,
        purpose="接種券の印刷を委託するため",
        by="daicho2",
        hours=34,
    ),
)
STORIES = (*_BEFORE, *_SPRING, *_SUMMER, *_AUTUMN, *_NOW)
