"""What stands on 起案書 and 受領書: data for sheet_documents.py."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.accounts.chief_rules import SignsAs
from portal.config import Settings
from portal.disclosures.case_queries import CaseRows
from portal.disclosures.decision_rules import CLASS_WORDS, DECISION_WORDS, DECISIONS_OF, DRAFT_WORDS, WITH_PAPER, DraftKind
from portal.disclosures.draft_models import Draft
from portal.disclosures.models import Case
from portal.disclosures.paper_queries import DraftRows, noticed
from portal.disclosures.paper_rules import Noticed, Part
from portal.disclosures.paper_text_rules import EXEMPTION_TEXTS, LAW, gap_sentences, numbered, paragraphs_of
from portal.disclosures.rules import (
    FORM_WORDS,
    KIND_WORDS,
    REQUESTER_WORDS,
    WAY_WORDS,
    WISH_WORDS,
    CaseKind,
    RequesterKind,
)
from portal.disclosures.sheet_documents import DraftSheet, Receipt, Seal, Signed
from portal.text.wareki import format_date, format_datetime

DEPUTY_MARK = "(代)"
NOT_YET_ASKED = "まだ書かれていません。"
ASKING = "このことについて、{what}よろしいか伺います。"


def draft_sheet_of(
    found: DraftRows, notice: Mapping[str, Any] | None, *, names: Mapping[int, str], sections: Mapping[int, str]
) -> DraftSheet:
    """`names`, `sections`: by id. `notice`: its content as it was made, or as it would be now; None for the city's own form."""
    draft, case = found.draft, found.case
    what = "案のとおり通知して" if notice else f"{DRAFT_WORDS[draft.kind]}を市の様式で作り、通知して"
    return DraftSheet(
        number=case.number.shown,
        seals=_seals(draft, names, sections),
        parts=(
            Part("件名", (f"{DRAFT_WORDS[draft.kind]}について({KIND_WORDS[case.kind]}請求 {case.number.shown})",)),
            Part("起案", (f"{format_datetime(draft.drafted_at)}　{names[draft.drafted_by]}",)),
            Part("決裁区分", (CLASS_WORDS[draft.decision_class],)),
            Part("文書番号", (draft.document_number or "(決裁のあとに付けます)",)),
            Part("施行日", (format_date(draft.notified_on) if draft.notified_on else "(通知したときに記録します)",)),
            Part("請求", (_request(case),)),
            Part("決定の期限", _deadlines(found.rows)),
            *_about(found),
        ),
        asking=ASKING.format(what=what),
        notice=notice,
    )


def receipt_of(rows: CaseRows, settings: Settings, *, dated: str) -> Receipt:
    """What the requester takes home: number, 収受日, what was asked, the deadline and how it is counted, what is still missing."""
    case = rows.case
    return Receipt(
        number=case.number.shown,
        dated=dated,
        name=case.requester_name or "請求された方",
        mayor=settings.mayor,
        lead=f"{LAW}による次の請求を、たしかに受け付けました。お問い合わせのときは、受付番号をお知らせください。",
        parts=(
            Part("受付番号", (f"{case.number.shown}　{_kind(case)}",)),
            Part("受け付けた日", (f"{format_date(case.received_on)}({WAY_WORDS[case.way]})",)),
            *_person(case),
            Part("求める情報", numbered([item.words for item in rows.items]) or (NOT_YET_ASKED,)),
            *_wished(case),
            Part("市が決定する期限", (rows.clock.current.words,)),
            *_gaps(rows),
            Part(
                "このあとのこと",
                (
                    "決定したときは、書面でお知らせします。期限を延ばすときや、補正をお願いするときも、書面でお知らせします。",
                    "住所や連絡先が変わったとき、請求を取り下げるときは、下の連絡先へお知らせください。",
                ),
            ),
        ),
        office=[settings.municipality_name, *settings.disclosure_office_lines],
    )


def _seals(draft: Draft, names: Mapping[int, str], sections: Mapping[int, str]) -> list[Seal]:
    section = sections.get(draft.concurring_section_id or 0, "")
    concurred = _signed(draft.concurred_by, draft.concurred_at, draft.concurred_as, names)
    concurs = [Seal(f"合議　{section}", concurred)] if draft.needs_concurrence else []
    return [
        Seal("起案", _signed(draft.drafted_by, draft.drafted_at, None, names)),
        *concurs,
        Seal(f"決裁　{sections[draft.section_id]}", _signed(draft.decided_by, draft.decided_at, draft.decided_as, names)),
    ]


def _signed(by: int | None, at: datetime | None, signs_as: SignsAs | None, names: Mapping[int, str]) -> Signed | None:
    if by is None or at is None:
        return None
    return Signed(names[by], format_datetime(at), DEPUTY_MARK if signs_as is SignsAs.DEPUTY else "")


def _kind(case: Case) -> str:
    return f"{KIND_WORDS[case.kind]}請求" + (f"({WISH_WORDS[case.wish]})" if case.wish else "")


def _request(case: Case) -> str:
    who = f"{case.requester_name or '氏名の記載なし'}({REQUESTER_WORDS[case.requester_kind]})"
    return f"{_kind(case)}　{format_date(case.received_on)}収受　{who}"


def _deadlines(rows: CaseRows) -> tuple[str, ...]:
    clock = rows.clock
    return tuple(each.words for each in (clock.basic, clock.extended or clock.special) if each is not None)


def _about(found: DraftRows) -> tuple[Part, ...]:
    """The documents with how each is to be decided; where no notice is attached, the grounds and the reason as well."""
    draft, said = found.draft, noticed(found)
    items = Part("文書と決定" if draft.kind in DECISIONS_OF else "文書", _decisions(said))
    if draft.kind in WITH_PAPER:
        return (items,)
    grounds = tuple(EXEMPTION_TEXTS[each] for each in said.exemptions)
    rows = (("根拠", grounds), ("内容", paragraphs_of(said.partly)), ("理由", paragraphs_of(said.reason)))
    return (items, *(Part(label, words) for label, words in rows if words))


def _decisions(said: Noticed) -> tuple[str, ...]:
    words = [f"{item.words}{f'　→　{DECISION_WORDS[item.decision]}' if item.decision else ''}" for item in said.items]
    if said.kind is DraftKind.EXTENSION and said.until:
        words.append(f"{said.days}日延長し、{format_date(said.until)}まで")
    return numbered(words) or (NOT_YET_ASKED,)


def _person(case: Case) -> tuple[Part, ...]:
    if case.requester_kind is RequesterKind.SELF:
        return ()
    return (Part("請求された方", (REQUESTER_WORDS[case.requester_kind],)), Part("ご本人", (case.person_name or NOT_YET_ASKED,)))


def _wished(case: Case) -> tuple[Part, ...]:
    """The form that was wished for (開示), or 趣旨及び理由 (訂正, 利用停止), as far as it was written."""
    if case.kind is not CaseKind.DISCLOSURE:
        return (Part("趣旨と理由", paragraphs_of(case.claim) or (NOT_YET_ASKED,)),)
    words = " ".join(each for each in (FORM_WORDS[case.wished_form] if case.wished_form else "", case.wished_words) if each)
    return (Part("希望する方法", (words,)),) if words else ()


def _gaps(rows: CaseRows) -> tuple[Part, ...]:
    open_gaps = [gap for each in rows.mendings if each.answered_on is None for gap in gap_sentences(each.gaps, each.words)]
    if not open_gaps:
        return ()
    return (Part("そろっていないもの", (*numbered(open_gaps), "そろえて、下の連絡先へお出しください。")),)
