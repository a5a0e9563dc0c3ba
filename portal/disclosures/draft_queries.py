"""A 起案 with its case, as the rules and its pages meet it (D-2). Every function is called inside a door."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal import clock
from portal.accounts.chief_queries import section_names, sections_signed_by
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import db
from portal.disclosures.case_queries import CaseRows, rows_of, seen_case
from portal.disclosures.clock_rules import MOST_DAYS
from portal.disclosures.decision_rules import Decision, Exemption, PaperKind
from portal.disclosures.draft_models import CasePaper, Draft, DraftItem
from portal.disclosures.draft_rules import CaseAtHand, Drafted
from portal.disclosures.models import Case, CaseItem, CaseMending
from portal.disclosures.notice_rules import NoticeFacts
from portal.disclosures.rules import CaseKind
from portal.disclosures.sign_rules import DraftFacts, Signer
from portal.errors import NotFound
from portal.permissions import Permission


@dataclass(frozen=True)
class DraftAtHand:
    """A draft, its case, the documents in it and how each is decided there."""

    draft: Draft
    rows: CaseRows
    items: Sequence[tuple[CaseItem, Decision]]
    sections: Mapping[int, str]

    @property
    def case(self) -> Case:
        return self.rows.case


def draft_at_hand(public_id: str, *, staff: SignedIn, settings: Settings, held: bool = False) -> DraftAtHand:
    """`held`: the case and then the draft, locked until the commit. Raises NotFound."""
    session = db.session()
    found = session.execute(select(Case.public_id).join(Draft, Draft.case_id == Case.id).where(Draft.public_id == public_id)).one_or_none()
    if found is None:
        raise NotFound
    case = seen_case(found.public_id, staff=staff, settings=settings, held=held)
    of_draft = select(Draft).where(Draft.public_id == public_id)
    draft = session.scalars(of_draft.with_for_update() if held else of_draft).one()
    return DraftAtHand(draft, rows_of(case, settings), items_in(draft.id), section_names())


def hold_cases(draft_public_ids: Collection[str]) -> None:
    """Inside writing(), before several drafts are held one by one: two who sign the same cases in another order would block each other."""
    cases = select(Case.id).join(Draft, Draft.case_id == Case.id).where(Draft.public_id.in_(draft_public_ids))
    db.session().execute(cases.order_by(Case.id).with_for_update(of=Case))


def items_in(draft_id: int) -> list[tuple[CaseItem, Decision]]:
    found = select(CaseItem, DraftItem.decision).join(DraftItem, DraftItem.item_id == CaseItem.id)
    return [
        (item, decision) for item, decision in db.session().execute(found.where(DraftItem.draft_id == draft_id).order_by(CaseItem.place))
    ]


def at_hand(rows: CaseRows, settings: Settings) -> CaseAtHand:
    """The case as a draft meets it. An ordinance may shorten 83条2項; 94条2項 and 102条2項 are thirty days."""
    case = rows.case
    return CaseAtHand(
        kind=case.kind,
        state=case.state,
        basic=rows.clock.basic,
        today=rows.today,
        items=[item.state for item in rows.items],
        drafts=[(draft.kind, draft.state) for draft in rows.drafts],
        is_provision_record=case.is_provision_record,
        waits_for_mending=any(each.demanded_on is not None and each.answered_on is None for each in rows.mendings),
        has_gap=bool(gaps_of(rows)),
        most_days=settings.disclosure_extension_days if case.kind is CaseKind.DISCLOSURE else MOST_DAYS,
    )


def gaps_of(rows: CaseRows) -> list[CaseMending]:
    """Noted, and neither demanded nor answered nor in another draft that leads somewhere."""
    drafted = {draft.mending_id for draft in rows.drafts if draft.state.value != "dropped"}
    return [each for each in rows.mendings if each.demanded_on is None and each.answered_on is None and each.id not in drafted]


def draft_facts(draft: Draft, sections: Mapping[int, str], *, seen: int | None = None) -> DraftFacts:
    """`seen`: the version that was on the screen; None: the present one."""
    return DraftFacts(
        kind=draft.kind,
        state=draft.state,
        drafted_by=draft.drafted_by,
        section_id=draft.section_id,
        section_words=sections.get(draft.section_id, ""),
        concurring_id=draft.concurring_section_id,
        concurring_words=sections.get(draft.concurring_section_id or 0, ""),
        is_concurred=draft.concurred_at is not None,
        version=draft.version,
        seen=draft.version if seen is None else seen,
        days=draft.days,
    )


def said_of(draft: Draft, items: Sequence[tuple[CaseItem, Decision]], mendings: Sequence[CaseMending]) -> Drafted:
    """What a draft says, as it was written."""
    mending = next((each.public_id for each in mendings if each.id == draft.mending_id), "")
    return Drafted(
        kind=draft.kind,
        decision_class=draft.decision_class,
        decisions={item.public_id: decision for item, decision in items},
        reason=draft.reason,
        purpose=draft.purpose,
        exemptions=exemptions_of(draft),
        partly=draft.partly,
        days=draft.days,
        rest_until=draft.rest_until,
        ways=draft.ways,
        places=draft.places,
        postage=draft.postage,
        mending=mending,
    )


def exemptions_of(draft: Draft) -> tuple[Exemption, ...]:
    return tuple(Exemption(each) for each in draft.exemptions.split(",") if each)


def signer_of(staff: SignedIn) -> Signer:
    """For no section when the person may not decide at all."""
    signs = sections_signed_by(staff.id, clock.today()) if staff.may(Permission.DRAFT_DECIDE) else {}
    return Signer(staff.id, signs)


def notice_facts(draft: Draft, rows: CaseRows, papers: Collection[int] | None = None) -> NoticeFacts:
    """`papers`: ids of the drafts whose notice the portal made; None: looked up."""
    return NoticeFacts(
        kind=draft.kind,
        state=draft.state,
        decided_on=draft.decided_at.date() if draft.decided_at else None,
        case_state=rows.case.state,
        basic=rows.clock.basic,
        has_paper=draft.id in (with_notice([draft.id]) if papers is None else papers),
        document_number=draft.document_number,
        notified_on=draft.notified_on,
        reached_on=draft.reached_on,
    )


def with_notice(draft_ids: Collection[int]) -> set[int]:
    """Those of the drafts whose notice the portal made."""
    made = select(CasePaper.draft_id).where(CasePaper.draft_id.in_(draft_ids), CasePaper.kind == PaperKind.NOTICE)
    return {draft_id for draft_id in db.session().scalars(made) if draft_id is not None}
