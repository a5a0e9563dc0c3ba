"""Papers that were seen, added and never changed; with the last of them identity is proven (R2-1, D-1)."""

from collections.abc import Sequence

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.disclosures.case_queries import asker_of, missing_of, seen_case
from portal.disclosures.handling_rules import why_not_prove
from portal.disclosures.models import Case, CaseProof
from portal.disclosures.proof_rules import Paper, why_not_paper, why_not_papers, words_of
from portal.disclosures.rules import SCENE_WORDS, Scene
from portal.disclosures.story import tell
from portal.errors import refuse_if
from portal.web.once import first_result, keep_result


def prove_identity(public_id: str, papers: Sequence[Paper], *, scene: Scene, staff: SignedIn, once: str, settings: Settings) -> bool:
    """Whether nothing is missing any more. Raises NotFound, Refused: a paper too old, one that is not asked for."""
    with writing():
        if (known := first_result(once)) is not None:
            return known == "proven"
        case = seen_case(public_id, staff=staff, settings=settings, held=True)
        refuse_if(why_not_prove(case.state))
        add_proofs(case, papers, scene=scene, staff=staff, settings=settings)
        is_complete = not missing_of(case, scene)
        if scene is Scene.INTAKE and is_complete and case.identity_proven_on is None:
            case.identity_proven_on, case.identity_by = clock.today(), staff.id
        keep_result(once, "proven" if is_complete else "seen")
        return is_complete


def add_proofs(case: Case, papers: Sequence[Paper], *, scene: Scene, staff: SignedIn, settings: Settings) -> None:
    """Inside writing(), also when the disclosure itself is recorded. Raises Refused."""
    refuse_if(why_not_papers(papers, asker_of(case), scene))
    for paper in papers:
        refuse_if(
            why_not_paper(paper, received_on=case.received_on, today=clock.today(), valid_days=settings.proof_valid_days),
        )
    db.session().add_all(
        CaseProof(
            case_id=case.id,
            scene=scene,
            whose=paper.whose,
            kind=paper.kind,
            issued_on=paper.issued_on,
            is_original=paper.is_original,
            seen_at=clock.now(),
            seen_by=staff.id,
        )
        for paper in papers
    )
    db.session().flush()
    tell(case.id, Event.CASE_PROVE, by=staff.id, words=f"{SCENE_WORDS[scene]}: {words_of(papers)}")
    subjects = [case.resident_id] if case.resident_id else []
    kinds = [paper.kind.value for paper in papers]
    record(Event.CASE_PROVE, by=staff.actor, subjects=subjects, facts={"number": case.number.shown, "scene": scene.value, "papers": kinds})
