"""What a paper form lacks: never a reason to send it away, always one for a 補正 (77条3項, 91条3項, 99条3項). Pure."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from portal.disclosures.intake_rules import Received
from portal.disclosures.rules import CaseKind, RequesterKind
from portal.text.wareki import format_date


class GapKind(StrEnum):
    NO_NAME = "no_name"
    NO_ADDRESS = "no_address"
    NOT_SAID = "not_said"
    NO_CLAIM = "no_claim"
    NO_EARLIER = "no_earlier"
    NO_PERSON = "no_person"
    NO_IDENTITY = "no_identity"
    NO_AUTHORITY = "no_authority"
    NO_RESIDENT_RECORD = "no_resident_record"
    OLD_PAPER = "old_paper"
    OTHER = "other"


GAP_WORDS = {
    GapKind.NO_NAME: "請求者の氏名がない",
    GapKind.NO_ADDRESS: "請求者の住所がない",
    GapKind.NOT_SAID: "何を求めるかが書かれていない",
    GapKind.NO_CLAIM: "請求の趣旨及び理由がない",
    GapKind.NO_EARLIER: "開示を受けた日・決定通知の番号がない",
    GapKind.NO_PERSON: "本人の氏名・住所・状況がない",
    GapKind.NO_IDENTITY: "本人確認書類がない",
    GapKind.NO_AUTHORITY: "代理人の資格を示す書類がない",
    GapKind.NO_RESIDENT_RECORD: "住民票の写しがない(郵送)",
    GapKind.OLD_PAPER: "書類の作成日が古い",
    GapKind.OTHER: "その他",
}
# What the form itself shows; the others are seen by whoever holds the papers.
SEEN_ON_THE_FORM = (
    GapKind.NO_NAME,
    GapKind.NO_ADDRESS,
    GapKind.NOT_SAID,
    GapKind.NO_CLAIM,
    GapKind.NO_EARLIER,
    GapKind.NO_PERSON,
)
SEEN_BY_HAND = tuple(gap for gap in GapKind if gap not in SEEN_ON_THE_FORM)


def gaps_of(received: Received, *, is_disclosure_known: bool) -> list[GapKind]:
    """What 77条1項, 91条1項 or 99条1項 wants and the form does not say. `is_disclosure_known`: the day of the earlier disclosure."""
    is_claim = received.kind is not CaseKind.DISCLOSURE
    stands_for = received.requester_kind is not RequesterKind.SELF
    lacks_person = not (received.person_name and received.person_address and received.person_standing)
    found = (
        (not received.requester_name, GapKind.NO_NAME),
        (not received.requester_address, GapKind.NO_ADDRESS),
        (not received.items, GapKind.NOT_SAID),
        (is_claim and not received.claim, GapKind.NO_CLAIM),
        (is_claim and not is_disclosure_known, GapKind.NO_EARLIER),
        (stands_for and lacks_person, GapKind.NO_PERSON),
    )
    return [gap for lacks, gap in found if lacks]


def gap_words(gaps: Collection[GapKind], words: str = "") -> str:
    """「請求者の住所がない、その他: 印が違う」."""
    named = "、".join(GAP_WORDS[gap] for gap in GapKind if gap in gaps)
    return f"{named}: {words}" if words and named else named or words


def why_not_note(gaps: Collection[GapKind], words: str) -> str | None:
    if not gaps:
        return "足りないことを、1つ以上選んでください。"
    if GapKind.OTHER in gaps and not words.strip():
        return "「その他」を選んだときは、何が足りないかを入れてください。"
    return None


def why_not_demand(demanded_on: date | None, answered_on: date | None) -> str | None:
    """By whoever sends the 補正要求書."""
    if answered_on is not None:
        return f"{format_date(answered_on)}に補正されています。求めることはもうありません。"
    if demanded_on is not None:
        return f"{format_date(demanded_on)}に求めています。同じ補正を二度は求められません。"
    return None


def why_not_answer(answered_on: date, *, demanded_on: date | None, received_on: date, was_answered: date | None, today: date) -> str | None:
    if was_answered is not None:
        return f"この補正は{format_date(was_answered)}に済んでいます。画面を開き直してください。"
    if answered_on > today:
        return f"補正された日は、今日({format_date(today)})までの日にしてください。"
    first = demanded_on or received_on
    if answered_on < first:
        what = "補正を求めた日" if demanded_on else "収受日"
        return f"補正された日は、{what}({format_date(first)})以後の日にしてください。"
    return None
