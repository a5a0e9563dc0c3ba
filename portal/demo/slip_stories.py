"""What the demo's inquiries are about, one a line: invented callers, some sixty slips in every state (D-3)."""

from dataclasses import dataclass

from portal.inquiries.rules import Category, Relation, Result, SlipChannel, SlipState, Urgency


@dataclass(frozen=True)
class SlipStory:
    """One inquiry, taken `minutes` before the loading. `calls`: the promised time, in minutes from the loading; `reached`: called by now.

    `answer_in`, `waits_in`: days from the loading. `hours`: from taking to closing.
    """

    minutes: int
    caller: str
    subject: str
    body: str = ""
    answer: str = ""
    category: Category | None = Category.HANDLING
    channel: SlipChannel = SlipChannel.PHONE
    relation: Relation = Relation.SELF
    state: SlipState = SlipState.OPEN
    by: str = "toiawase"
    holder: str = ""
    contact: str = ""
    calls: int | None = None
    call_number: str = ""
    reached: bool = False
    answer_in: int | None = None
    waits_for: str = ""
    waits_in: int | None = None
    result: Result = Result.ANSWERED
    hours: float = 1
    closed_by: str = ""
    reviewed: bool = False
    urgency: Urgency = Urgency.NORMAL
    resident: str = ""
    cancelled: str = ""
    section: str = "kenko"


HOUR, DAY = 60, 24 * 60
COUNTER, MAIL, POST, FAX = SlipChannel.COUNTER, SlipChannel.MAIL, SlipChannel.POST, SlipChannel.FAX
FAMILY, FACILITY, UNKNOWN = Relation.FAMILY, Relation.FACILITY, Relation.UNKNOWN
COMPLAINT, DISCLOSURE, LEAK, OTHER = Category.COMPLAINT, Category.DISCLOSURE, Category.LEAK, Category.OTHER
OPEN, WAITING, CLOSED = SlipState.OPEN, SlipState.WAITING, SlipState.CLOSED

TWO_VOUCHERS = """昨日、市から接種券の封筒が2通届いた。
1通目は9月ごろ、2通目は昨日。中の番号が違う。
どちらを使えばよいか。古い方は捨ててよいか。"""
WRONG_HOUSE = """自宅の郵便受けに、知らない人あての市の封筒が入っていた。
開けていない。宛先の町名が同じで番地が違う。取りに来てほしい。"""

# At work: calls late and to come, what waits, what is overdue, what is urgent.
_AT_WORK = (
    SlipStory(
        190, "渡邉 和子", "接種券が2通届いた", TWO_VOUCHERS, calls=-25, call_number="090-0000-2718", resident="protected", holder="kacho"
    ),
    SlipStory(
        130, "小林 茂", "予約した日に行けなくなった", "会場の変更もしたい。", calls=-3, call_number="029-000-0114", holder="toiawase2"
    ),
    SlipStory(
        95,
        "",
        "市の職員を名乗る電話があった",
        "口座を聞かれた。本当に市か。",
        category=OTHER,
        relation=UNKNOWN,
        calls=20,
        call_number="080-0000-4410",
    ),
    SlipStory(80, "見本内科クリニック", "予診票の券番号が読めない", relation=FACILITY, channel=FAX, calls=75, call_number="029-000-0202"),
    SlipStory(62, "鈴木 恵", "接種済証の氏名が旧姓のまま", calls=26 * HOUR, call_number="070-0000-3305", resident="any"),
    SlipStory(
        58, "長谷川 久美子", "母の分も一緒に聞きたい", relation=FAMILY, calls=3 * DAY, call_number="029-000-0177", holder="madoguchi"
    ),
    SlipStory(41, "高橋 一郎", "封筒が違う家に届いた", WRONG_HOUSE, category=LEAK, urgency=Urgency.URGENT, answer_in=0, holder="kacho"),
    SlipStory(35, "", "接種の間隔を知りたい", "前の接種から何週あければよいか。", relation=UNKNOWN),
    SlipStory(12, "益子 正", "自分の接種の記録を全部見たい", category=DISCLOSURE, answer_in=3, resident="any"),
    SlipStory(4, "", "", category=None, relation=UNKNOWN),
    SlipStory(
        2 * DAY,
        "打越 みどり",
        "窓口の説明が違っていた",
        "前に聞いた話と違う。",
        category=COMPLAINT,
        answer_in=-1,
        channel=COUNTER,
        holder="madoguchi",
    ),
    SlipStory(
        3 * DAY, "宇野 浩", "海外で受けた接種の記録", state=WAITING, waits_for="本人から届く接種証明書の写し", waits_in=4, channel=MAIL
    ),
    SlipStory(
        6 * DAY, "石川 幸子", "副反応の相談先", state=WAITING, waits_for="県の相談窓口", waits_in=-1, answer_in=1, holder="toiawase2"
    ),
    SlipStory(5 * DAY, "海老原 進", "転入前の市の記録の取り寄せ", state=WAITING, waits_for="前の市の回答", waits_in=0, resident="any"),
    SlipStory(9 * DAY, "関 里美", "施設の入所者の接種券をまとめて送れるか", relation=FACILITY, answer_in=-2, holder="daicho", channel=MAIL),
    SlipStory(DAY, "飯島 誠", "開示請求の用紙の書き方", category=DISCLOSURE, by="soumu", section="somu", channel=COUNTER),
)
# At an end of their own: mistakes, twins, what became a request, what nobody has seen off yet.
_ENDED = (
    SlipStory(100, "", "", state=SlipState.CANCELLED, cancelled="誤起票(ボタンの押し間違い)", category=None, relation=UNKNOWN),
    SlipStory(4 * DAY, "", "間違い電話", state=SlipState.CANCELLED, cancelled="間違い電話だった", relation=UNKNOWN),
    SlipStory(300, "渡邉 和子", "接種券の件でもう一度", state=CLOSED, result=Result.DUPLICATE, hours=0.2, answer="先の受付票で答える。"),
    SlipStory(DAY, "根本 弘", "会場の駐車場", answer="体育館の北側。雨の日は混むと案内した。", state=CLOSED, hours=0.1),
    SlipStory(
        DAY + 90, "友部 あゆみ", "接種の記録の写し", state=CLOSED, result=Result.REQUEST, category=DISCLOSURE, channel=COUNTER, hours=0.5
    ),
    SlipStory(
        2 * DAY, "菊池 実", "電話がつながらない", "30分かけ続けた。", "おわびし、混む時間を案内した。", COMPLAINT, state=CLOSED, hours=2
    ),
    SlipStory(
        2 * DAY + 30,
        "",
        "がん検診の予約",
        state=CLOSED,
        result=Result.PASSED_ON,
        answer="検診の窓口を案内した。",
        relation=UNKNOWN,
        hours=0.1,
    ),
    SlipStory(
        3 * DAY,
        "大和田 清",
        "所属長と話したい",
        answer="所属長が経緯を説明した。",
        state=CLOSED,
        category=COMPLAINT,
        holder="kacho",
        hours=5,
    ),
    SlipStory(7 * DAY, "", "無言の電話", state=CLOSED, result=Result.NO_ANSWER, relation=UNKNOWN, category=OTHER, hours=0.1),
)
# What is asked again and again: subject, answer, category, channel, hours until it was closed.
_COMMON = (
    ("接種券をなくした", "再発行を案内した。", Category.HANDLING, SlipChannel.PHONE, 0.4),
    ("接種券が届かない", "発送日を伝え、住所を確かめた。", Category.HANDLING, SlipChannel.PHONE, 3.0),
    ("引っ越してきたが券はどうするか", "窓口での申請を案内した。", Category.HANDLING, COUNTER, 0.3),
    ("接種できる医療機関", "市の一覧の見方を案内した。", Category.HANDLING, SlipChannel.PHONE, 0.2),
    ("接種済証が要る", "申請書と手数料を案内した。", Category.HANDLING, MAIL, 26.0),
    ("何回目か分からない", "券の見方を案内した。", Category.HANDLING, SlipChannel.PHONE, 0.5),
    ("予診票の書き方", "記入例を送った。", Category.HANDLING, POST, 49.0),
    ("待ち時間が長い", "会場の混む時間を伝え、会場に知らせた。", COMPLAINT, COUNTER, 6.5),
    ("自分の記録を見たい", "開示請求の手続きを案内した。", DISCLOSURE, SlipChannel.PHONE, 1.5),
    ("あて名が前の住人", "封筒を受け取り、あて先を調べた。", LEAK, SlipChannel.PHONE, 8.0),
    ("施設でまとめて受けたい", "担当から折り返して打ち合わせた。", Category.HANDLING, FAX, 30.0),
    ("障害者手帳の窓口", "福祉の窓口を案内した。", OTHER, COUNTER, 0.1),
)
_CALLERS = (
    "秋山 仁",
    "会沢 美咲",
    "",
    "安藤 徹",
    "稲田 千春",
    "宇佐美 健",
    "",
    "大貫 直子",
    "柏 隆",
    "川崎 文子",
    "木内 和也",
    "久保田 緑",
)
PAST_ROUNDS = 3
PAST = tuple(
    SlipStory(
        (12 + 17 * place + 60 * round_number) * DAY + 47 * place,
        _CALLERS[(place + 5 * round_number) % len(_CALLERS)],
        subject,
        answer=answer,
        category=category,
        channel=channel,
        relation=Relation.SELF if _CALLERS[(place + 5 * round_number) % len(_CALLERS)] else UNKNOWN,
        state=CLOSED,
        hours=hours,
        by=("toiawase", "toiawase2", "madoguchi")[(place + round_number) % 3],
        reviewed=True,
        calls=30 - 20 * round_number if hours > 5 and channel is SlipChannel.PHONE else None,
        reached=True,
    )
    for round_number in range(PAST_ROUNDS)
    for place, (subject, answer, category, channel, hours) in enumerate(_COMMON)
)
STORIES = (*_AT_WORK, *_ENDED, *PAST)
