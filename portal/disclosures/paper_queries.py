"""What the papers of a case are made from, and which were made. Every function is called inside a door."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import section_names, staff_names
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import db
from portal.disclosures.case_queries import CaseRows, rows_of, seen_case
from portal.disclosures.clock_rules import SPECIAL_DAYS, extended_due
from portal.disclosures.decision_rules import (
    DECISIONS_OF,
    DRAFT_WORDS,
    WITH_PAPER,
    DoingWay,
    DraftKind,
    DraftState,
    Exemption,
    PaperKind,
)
from portal.disclosures.draft_models import CasePaper, Draft, DraftItem
from portal.disclosures.handling_rules import why_over
from portal.disclosures.models import Case, CaseItem, CaseMending
from portal.disclosures.notice_documents import Head, NoticeSheet
from portal.disclosures.paper_rules import PAPER_KIND_WORDS, AskedCase, AskedItem, City, NoticeAbout, Noticed, why_not_notice
from portal.disclosures.paper_text_rules import copy_fee_words, gap_sentences, notice_of
from portal.errors import NotFound
from portal.permissions import Permission
from portal.text.wareki import format_date
from portal.vouchers.fee_queries import fee_now
from portal.vouchers.fee_rules import PaperKind as FeeKind
from portal.vouchers.sheets import postal_code_words

NO_NUMBER, NO_DAY = "(文書番号)", "(日付)"


@dataclass(frozen=True)
class PaperLine:
    """A paper that was made. `number`, `dated`: as it says itself; empty on a paper without."""

    public_id: str
    words: str
    number: str
    dated: str
    made_at: datetime
    made_by: str
    sha256: str


@dataclass(frozen=True)
class DraftPaper:
    """A decided 起案 of which the notice is still to be made. `why_not`: something that the law wants in it is missing."""

    public_id: str
    words: str
    why_not: str | None


@dataclass(frozen=True)
class CasePapers:
    """For the page of a case: the papers that were made, the oldest first, and the notices that are still to be made."""

    lines: Sequence[PaperLine]
    unmade: Sequence[DraftPaper]
    gives_receipt: bool


@dataclass(frozen=True)
class DraftRows:
    """A 起案 with its case. `decided`: the documents that it decides, and how."""

    draft: Draft
    rows: CaseRows
    decided: Sequence[AskedItem]

    @property
    def case(self) -> Case:
        return self.rows.case

    @property
    def mending(self) -> CaseMending | None:
        """The 補正 that it demands."""
        return next((each for each in self.rows.mendings if each.id == self.draft.mending_id), None)


def draft_rows(public_id: str, *, staff: SignedIn, settings: Settings, held: bool = False) -> DraftRows:
    """As the case is seen. `held`: the case is locked until the commit. Raises NotFound."""
    session = db.session()
    case_public_id = session.scalar(select(Case.public_id).join(Draft, Draft.case_id == Case.id).where(Draft.public_id == public_id))
    if case_public_id is None:
        raise NotFound
    rows = rows_of(seen_case(case_public_id, staff=staff, settings=settings, held=held), settings)
    # Read once the case is held: before, another may still be writing it.
    draft = session.scalars(select(Draft).where(Draft.public_id == public_id)).one()
    return DraftRows(draft, rows, _decided_items([draft.id]).get(draft.id, ()))


def paper_row(public_id: str, *, staff: SignedIn, settings: Settings) -> tuple[CasePaper, Case]:
    """Raises NotFound when there is none, or none of a case that this person may see."""
    asked = select(CasePaper, Case.public_id).join(Case, Case.id == CasePaper.case_id).where(CasePaper.public_id == public_id)
    found = db.session().execute(asked).one_or_none()
    if found is None:
        raise NotFound
    return found[0], seen_case(found[1], staff=staff, settings=settings)


def case_papers(rows: CaseRows, staff: SignedIn) -> CasePapers:
    papers = db.session().scalars(select(CasePaper).where(CasePaper.case_id == rows.case.id).order_by(CasePaper.id)).all()
    names = staff_names({paper.made_by for paper in papers})
    kinds = {draft.id: draft.kind for draft in rows.drafts}
    made = {paper.draft_id for paper in papers if paper.kind is PaperKind.NOTICE}
    unmade = [each for each in rows.drafts if each.state is DraftState.DECIDED and each.kind in WITH_PAPER and each.id not in made]
    decided = _decided_items([draft.id for draft in unmade])
    return CasePapers(
        lines=[_line(paper, names[paper.made_by].name, kinds.get(paper.draft_id or 0)) for paper in papers],
        unmade=[_of_draft(DraftRows(draft, rows, decided.get(draft.id, ()))) for draft in unmade],
        gives_receipt=staff.may(Permission.CASE_RECEIVE),
    )


def _of_draft(found: DraftRows) -> DraftPaper:
    why_not = why_over(found.case.state) or why_not_notice(asked_case(found.case), noticed(found))
    return DraftPaper(found.draft.public_id, DRAFT_WORDS[found.draft.kind], why_not)


def notice_paper(draft_id: int) -> CasePaper | None:
    """The notice of a draft as it was made."""
    found = select(CasePaper).where(CasePaper.draft_id == draft_id, CasePaper.kind == PaperKind.NOTICE)
    return db.session().scalars(found.order_by(CasePaper.id)).first()


def asked_case(case: Case) -> AskedCase:
    return AskedCase(
        kind=case.kind,
        number=case.number.shown,
        received_on=case.received_on,
        requester=case.requester_kind,
        requester_name=case.requester_name,
        person_name=case.person_name,
        is_specific=case.is_specific,
    )


def noticed(found: DraftRows) -> Noticed:
    """What the draft says, with the documents that it is about and the days of the clock."""
    draft, rows = found.draft, found.rows
    mending, basic = found.mending, rows.clock.basic
    until = extended_due(basic, draft.days).day if draft.kind is DraftKind.EXTENSION and draft.days else None
    return Noticed(
        kind=draft.kind,
        items=tuple(found.decided) if draft.kind in DECISIONS_OF else tuple(AskedItem(item.words) for item in rows.items),
        reason=draft.reason,
        purpose=draft.purpose,
        exemptions=tuple(Exemption(each) for each in draft.exemptions.split(",") if each),
        partly=draft.partly,
        ways=tuple(DoingWay(each) for each in draft.ways.split(",") if each),
        places=draft.places,
        postage=draft.postage,
        days=draft.days,
        until=draft.until or until,
        rest_until=draft.rest_until,
        first_due=basic.day,
        special_due=basic.day + timedelta(days=SPECIAL_DAYS - rows.case.basic_days) if basic.day else None,
        gaps=gap_sentences(mending.gaps, mending.words) if mending else (),
        mending_due=mending.due_on if mending else None,
    )


def notice_sheet(found: DraftRows, settings: Settings, about: NoticeAbout | None = None) -> NoticeSheet:
    """Of a draft for which why_not_notice() gives no reason. `about` is None for a 案, which has neither number nor day."""
    case, said = found.case, noticed(found)
    if about is not None and about.due_on is not None:
        said = replace(said, mending_due=about.due_on)
    city = City(settings.municipality_name, settings.mayor, copy_fee_words(*_copy_prices()))
    head = Head(
        number=about.number if about else NO_NUMBER,
        dated=format_date(about.dated_on) if about else NO_DAY,
        postal=postal_code_words(case.requester_postal_code.replace("-", "")),
        address=[line.strip() for line in case.requester_address.splitlines() if line.strip()],
        name=case.requester_name,
        mayor=settings.mayor,
        office=[settings.municipality_name, *settings.disclosure_office_lines],
    )
    return NoticeSheet(head, notice_of(asked_case(case), said, city), case.number.shown)


def names_of(draft: Draft) -> tuple[dict[int, str], dict[int, str]]:
    """Sections and the people who drafted and signed, by id."""
    people = {each for each in (draft.drafted_by, draft.concurred_by, draft.decided_by) if each is not None}
    return section_names(), {person.id: person.name for person in staff_names(people).values()}


def decided_on(draft: Draft) -> date | None:
    return draft.decided_at.date() if draft.decided_at else None


def _decided_items(draft_ids: Sequence[int]) -> dict[int, list[AskedItem]]:
    """By draft, in the order of the request."""
    asked = select(DraftItem.draft_id, CaseItem.words, DraftItem.decision).join(CaseItem, CaseItem.id == DraftItem.item_id)
    found: dict[int, list[AskedItem]] = {}
    for draft_id, words, decision in db.session().execute(asked.where(DraftItem.draft_id.in_(draft_ids)).order_by(CaseItem.place)):
        found.setdefault(draft_id, []).append(AskedItem(words, decision))
    return found


def _line(row: CasePaper, made_by: str, kind: DraftKind | None) -> PaperLine:
    content = json.loads(row.content)
    head = content.get("head", {})
    words = DRAFT_WORDS[kind] if kind is not None and row.kind is PaperKind.NOTICE else PAPER_KIND_WORDS[row.kind]
    return PaperLine(
        public_id=row.public_id,
        words=words,
        number=head.get("number", ""),
        dated=head.get("dated", content.get("dated", "")),
        made_at=row.made_at,
        made_by=made_by,
        sha256=row.sha256,
    )


def _copy_prices() -> tuple[int, int]:
    """Of one side, black and white and in colour, as they are today."""
    today = clock.today()
    return fee_now(FeeKind.DISCLOSED_MONO, today), fee_now(FeeKind.DISCLOSED_COLOUR, today)
