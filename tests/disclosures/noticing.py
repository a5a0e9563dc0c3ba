"""Notices with everything that they need: each test changes only what it is about."""

from dataclasses import replace
from datetime import date, datetime

from portal.clock import JAPAN
from portal.disclosures.decision_rules import Decision, DoingWay, DraftKind, Exemption
from portal.disclosures.notice_documents import Head, NoticeSheet
from portal.disclosures.paper_rules import AskedCase, AskedItem, City, Notice, Noticed
from portal.disclosures.paper_text_rules import gap_sentences, notice_of
from portal.disclosures.rules import CaseKind, RequesterKind

MADE_AT = datetime(2026, 11, 24, 10, 0, tzinfo=JAPAN)
CITY = City("見本市", "見本市長", "写しの交付を受けるときは、白黒1面につき10円の費用がかかります。")
A_CASE = AskedCase(CaseKind.DISCLOSURE, "開8-0003", date(2026, 11, 2), RequesterKind.SELF, "見本 花子")
REASON = "他の方が誰であるかがわかるため"
GRANTED = Noticed(
    DraftKind.GRANT,
    (AskedItem("予防接種台帳のうち本人に関する部分", Decision.FULL),),
    purpose="予防接種の実施と記録の管理",
    ways=(DoingWay.VIEW, DoingWay.COPY, DoingWay.POSTED_COPY),
    places="令和8年12月7日(月)から12月11日(金)まで 9時から16時まで\n見本市役所 2階 総務課",
    postage="申出を受けてから5日ほどで送ります。送付の費用は郵便切手で460円分です。",
)
PARTLY = replace(
    GRANTED,
    items=(*GRANTED.items, AskedItem("健康相談の記録", Decision.PARTIAL)),
    partly="3頁の第三者の氏名",
    exemptions=(Exemption.OTHERS,),
    reason=REASON,
)
REFUSED = Noticed(
    DraftKind.REFUSAL,
    (AskedItem("健康相談の記録", Decision.REFUSED),),
    reason=REASON,
    exemptions=(Exemption.OTHERS, Exemption.AFFAIRS),
)
HIDDEN = Noticed(
    DraftKind.REFUSAL, (AskedItem("支援会議の記録", Decision.HIDDEN),), reason="あるかないかが知られるため", exemptions=(Exemption.LIFE,)
)
NOT_HELD = Noticed(DraftKind.REFUSAL, (AskedItem("平成10年度の記録", Decision.NOT_HELD),), reason="文書の保存期間が過ぎ、廃棄したため")
UNDECIDED = (AskedItem("健康相談の記録"),)
EXTENSION = Noticed(
    DraftKind.EXTENSION,
    UNDECIDED,
    reason="第三者の意見を聴く必要があるため",
    days=30,
    until=date(2027, 1, 1),
    first_due=date(2026, 12, 2),
)
SPECIAL = Noticed(
    DraftKind.SPECIAL,
    UNDECIDED,
    reason="対象の文書が約8,000枚あるため",
    rest_until=date(2027, 6, 30),
    first_due=date(2026, 12, 2),
    special_due=date(2027, 1, 1),
)
MENDING = Noticed(DraftKind.MENDING, UNDECIDED, gaps=gap_sentences("no_address", ""), mending_due=date(2026, 12, 8))
NOTICES = {
    "grant": GRANTED,
    "partly": PARTLY,
    "refused": REFUSED,
    "hidden": HIDDEN,
    "not_held": NOT_HELD,
    "extension": EXTENSION,
    "special": SPECIAL,
    "mending": MENDING,
}
HEAD = Head(
    number="総第123号",
    dated="令和8年11月24日",
    postal="312-0003",
    address=["見本市見本町一丁目2番3号"],
    name=A_CASE.requester_name,
    mayor=CITY.mayor,
    office=["見本市", "総務部 総務課", "電話 029-000-0000"],
)


def read(notice: Notice) -> str:
    """All that it says, each paragraph on a line."""
    parts = [words for part in notice.parts for words in (part.label, *part.paragraphs)]
    return "\n".join([notice.title, notice.law, notice.lead, *parts, *notice.teaching])


def sheet_of(noticed: Noticed, **head: object) -> NoticeSheet:
    return NoticeSheet(replace(HEAD, **head), notice_of(A_CASE, noticed, CITY), A_CASE.number)  # pyright: ignore[reportArgumentType]
