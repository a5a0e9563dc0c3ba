"""開示等請求処理簿: its columns (domain-privacy.md §5.2), gathered into cells for screen and paper, and what may be asked of it. Pure."""

from dataclasses import dataclass

from portal.disclosures.rules import STATE_WORDS, CaseState
from portal.media.ledger_cell_rules import Cell

ROWS_A_PAGE = 50
LINES_A_PAPER = 1_000
LINES_A_WORKBOOK = 10_000
# What may be taken away, as the record of it says.
REGISTER_WORDS = {"register": "開示等請求処理簿", "due": "開示等の期限一覧", "figures": "開示等の運用状況"}
OPEN = "open"
OPEN_STATES = tuple(state for state in CaseState if state not in (CaseState.WITHDRAWN, CaseState.CANCELLED, CaseState.CLOSED))
STATE_CHOICES = [(OPEN, "未完結"), *((state.value, STATE_WORDS[state]) for state in CaseState)]


@dataclass(frozen=True)
class Column:
    """One column of the workbook; `width` in characters."""

    key: str
    heading: str
    width: int = 12


COLUMNS = (
    Column("number", "受付番号", 11),
    Column("state", "状態", 14),
    Column("kind", "請求種別", 14),
    Column("received_on", "収受日", 11),
    Column("way", "受付方法", 9),
    Column("received_section", "収受した課", 16),
    Column("requester", "請求者区分", 12),
    Column("subject", "請求件名", 44),
    Column("section", "所管課", 16),
    Column("specific", "特定個人情報・情報提供等記録", 18),
    Column("proofs", "本人確認書類の種別", 30),
    Column("mendings", "補正の期間", 28),
    Column("due", "決定の期限", 11),
    Column("extended", "延長・特例後の期限", 18),
    Column("thirds", "第三者照会", 30),
    Column("decisions", "決定の区分", 24),
    Column("exemptions", "不開示の該当号", 14),
    Column("decided_on", "決定日", 11),
    Column("notified_on", "通知日", 11),
    Column("document_number", "文書番号", 18),
    Column("wished_on", "申出日", 11),
    Column("done_on", "実施日", 11),
    Column("done_way", "実施の方法", 16),
    Column("sheets", "枚数", 12),
    Column("yen", "費用(円)", 10),
    Column("claim_until", "訂正等の請求の期限(90日)", 20),
    Column("appeals", "審査請求", 36),
    Column("ended", "完結", 20),
)

_DECIDED = (("{}", "decisions"), ("{}", "exemptions"), ("決定 {}", "decided_on"))
PAPER = (
    Cell("受付番号", 19, (("{}", "number"), ("{}", "state"))),
    Cell("請求", 22, (("{}", "kind"), ("{}", "requester"), ("{}", "specific"))),
    Cell("収受", 20, (("{}", "received_on"), ("{}", "way"), ("{}", "received_section"))),
    Cell("請求件名・所管課", 40, (("{}", "subject"), ("{}", "section"))),
    Cell("本人確認", 24, (("{}", "proofs"),)),
    Cell("期限", 27, (("{}", "due"), ("延長後 {}", "extended"), ("補正 {}", "mendings"))),
    Cell("第三者照会", 22, (("{}", "thirds"),)),
    Cell(
        "決定",
        30,
        (("{}", "decisions"), ("{}", "exemptions"), ("決定 {}", "decided_on"), ("通知 {}", "notified_on"), ("{}", "document_number")),
    ),
    Cell("申出・実施", 27, (("申出 {}", "wished_on"), ("実施 {}", "done_on"), ("{}", "done_way"), ("{}", "sheets"), ("{}円", "yen"))),
    Cell("90日", 18, (("{}", "claim_until"),)),
    Cell("審査請求・完結", 24, (("{}", "appeals"), ("{}", "ended"))),
)
# The number, with its state, stands before these.
SCREEN = (
    Cell("請求", 0, (("{}", "kind"), ("{}", "requester"))),
    Cell("件名・所管課", 0, (("{}", "subject"), ("{}", "section"))),
    Cell("収受", 0, (("{}", "received_on"), ("{}", "way"))),
    Cell("期限", 0, (("{}", "due"), ("延長 {}", "extended"))),
    Cell("決定・通知", 0, (("{}", "decisions"), ("通知 {}", "notified_on"))),
    Cell("申出・実施", 0, (("{}", "done_on"), ("{}", "done_way"))),
    Cell("審査請求・完結", 0, (("{}", "appeals"), ("{}", "ended"))),
)


def states_of(word: str) -> tuple[CaseState, ...]:
    """Those that a choice of the screen means; none chosen: all."""
    if word == OPEN:
        return OPEN_STATES
    return (CaseState(word),) if word in list(CaseState) else ()


def year_words(fiscal_year: int) -> str:
    return f"令和{fiscal_year - 2018}年度"


def why_not_take(lines: int, most: int) -> str | None:
    """A paper or workbook of more is no help; a year of a city has some hundred cases."""
    if lines == 0:
        return "この条件の請求はありません。年度か条件を変えてください。"
    if lines > most:
        return f"{lines:,}件あります。一度に書き出せるのは{most:,}件までなので、年度か課で絞り込んでください。"
    return None
