"""Everything that stands about one case, read together. Every function is called inside a door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select, true

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.config import Settings
from portal.db import db
from portal.disclosures.clock_rules import Deadline
from portal.disclosures.draft_models import Draft
from portal.disclosures.models import Case, CaseItem, CaseMending, CaseProof
from portal.disclosures.proof_rules import Asker, Paper, missing
from portal.disclosures.queries import CaseClock, case_row, clock_of, disclosure_section, drafts_of, items_of, mendings_of
from portal.disclosures.rules import CaseState, Scene
from portal.errors import NotFound
from portal.permissions import Permission

UNDECIDED = (CaseState.EXAMINING, CaseState.MENDING)


@dataclass(frozen=True)
class CaseRows:
    """A case with its documents, the papers that were seen, its 補正, its 起案, and its clock as it goes on `today`."""

    case: Case
    items: Sequence[CaseItem]
    proofs: Sequence[CaseProof]
    mendings: Sequence[CaseMending]
    drafts: Sequence[Draft]
    clock: CaseClock
    today: date


@dataclass(frozen=True)
class ShownDeadline:
    """`binds`: the one that counts now; `days_left` is None while nobody can say it; `is_late` only while nothing is decided."""

    name: str
    deadline: Deadline
    days_left: int | None
    binds: bool
    is_late: bool


def seen_case(public_id: str, *, staff: SignedIn, settings: Settings, held: bool = False) -> Case:
    """As queries.case_row; whoever signs for 総務課 sees every case, for its 合議. Raises NotFound."""
    return case_row(public_id, seen_by=staff, held=held, also=_for_concurrence(staff, settings))


def rows_of(case: Case, settings: Settings) -> CaseRows:
    mendings, drafts = mendings_of(case.id), drafts_of(case.id)
    return CaseRows(
        case=case,
        items=items_of(case.id),
        proofs=proofs_of(case.id),
        mendings=mendings,
        drafts=drafts,
        clock=clock_of(case, mendings, drafts, settings),
        today=clock.today(),
    )


def proofs_of(case_id: int) -> Sequence[CaseProof]:
    return db.session().scalars(select(CaseProof).where(CaseProof.case_id == case_id).order_by(CaseProof.id)).all()


def mending_row(public_id: str, *, staff: SignedIn, settings: Settings, held: bool = False) -> tuple[CaseMending, Case]:
    """Raises NotFound, for a case that this person may not see as well."""
    session = db.session()
    of_mending = select(Case.public_id).join(CaseMending, CaseMending.case_id == Case.id).where(CaseMending.public_id == public_id)
    case_public_id = session.scalar(of_mending)
    if case_public_id is None:
        raise NotFound
    case = seen_case(case_public_id, staff=staff, settings=settings, held=held)
    # Read once the case is held: before, another's answer may still be on its way.
    return session.scalars(select(CaseMending).where(CaseMending.public_id == public_id)).one(), case


def asker_of(case: Case) -> Asker:
    return Asker(case.requester_kind, case.person_standing, case.way)


def missing_of(case: Case, scene: Scene) -> list[str]:
    """What is still to be shown, in words."""
    seen = [Paper(proof.whose, proof.kind) for proof in proofs_of(case.id) if proof.scene is scene]
    return [need.words for need in missing(asker_of(case), scene, seen)]


def deadlines_of(rows: CaseRows) -> list[ShownDeadline]:
    """The first period, then what was put in its place; the last of them binds."""
    found = [("決定の期限", rows.clock.basic), ("延長後の期限", rows.clock.extended), ("特例の期限", rows.clock.special)]
    known = [(name, deadline) for name, deadline in found if deadline is not None]
    is_open = rows.case.state in UNDECIDED
    shown = []
    for name, deadline in known:
        left, binds = deadline.days_left(rows.today), deadline is rows.clock.current
        shown.append(ShownDeadline(name, deadline, left, binds, is_open and binds and left is not None and left < 0))
    return shown


def _for_concurrence(staff: SignedIn, settings: Settings) -> ColumnElement[bool] | None:
    if staff.may(Permission.DRAFT_DECIDE) and staff.section_id == disclosure_section(settings):
        return true()
    return None
