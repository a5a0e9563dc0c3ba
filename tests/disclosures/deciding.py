"""A case on its way: drafted, signed, told, given, by people of the cast and with the real actions."""

import json
import secrets
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal import clock
from portal.db import db, reading, writing
from portal.disclosures import appeal_actions, doing_actions, draft_actions, draft_sign_actions, notice_actions, task_actions, third_actions
from portal.disclosures.decision_rules import Decision, DoingWay, DraftKind, Exemption, PaperKind, ThirdArticle
from portal.disclosures.doing_actions import Wished
from portal.disclosures.doing_rules import Done
from portal.disclosures.draft_models import Appeal, CasePaper, Doing, Draft, ThirdParty
from portal.disclosures.draft_rules import Drafted
from portal.disclosures.draft_sign_actions import Outcome
from portal.disclosures.models import Case, CaseItem, CaseTask
from portal.disclosures.notice_actions import Sent
from portal.disclosures.rules import ItemState, ProofKind, Way
from portal.disclosures.sheet_documents import as_content
from portal.disclosures.third_actions import Asked
from tests.disclosures.at_desk import a_case, case_of, items_of_case, once, person, settings
from tests.disclosures.noticing import GRANTED, sheet_of
from tests.people import section_id, staff_id


def grant(case: str, *, by: str = "soumu", decision: Decision = Decision.FULL, items: list[str] | None = None, **values: Any) -> str:
    """A draft that gives every document; its public id."""
    said: dict[str, Any] = {"ways": "view,copy", "places": "開庁日の8時30分から17時15分まで 総務課"}
    said |= {"purpose": "予防接種の記録の管理", "reason": "" if decision is Decision.FULL else "第三者の氏名を含むため"}
    said |= {} if decision is Decision.FULL else {"exemptions": (Exemption.OTHERS,), "partly": "2頁の氏名"}
    decisions = dict.fromkeys(items or items_of_case(case), decision)
    return write(case, Drafted(DraftKind.GRANT, decisions=decisions, **(said | values)), by=by)


def refusal(case: str, decision: Decision = Decision.NOT_HELD, *, by: str = "soumu", items: list[str] | None = None) -> str:
    decisions = dict.fromkeys(items or items_of_case(case), decision)
    return write(case, Drafted(DraftKind.REFUSAL, decisions=decisions, reason="作成していないため"), by=by)


def extension(case: str, days: int = 30) -> str:
    return write(case, Drafted(DraftKind.EXTENSION, reason="文書が多いため", days=days))


def special(case: str, rest_until: date) -> str:
    return write(case, Drafted(DraftKind.SPECIAL, reason="著しく大量のため", rest_until=rest_until))


def write(case: str, said: Drafted, *, by: str = "soumu") -> str:
    return draft_actions.write_draft(case, said, staff=person(by), once=once(), settings=settings())


def sign(draft: str, by: str, *, sends_back: bool = False, words: str = "") -> Outcome:
    """With the version that stands now."""
    versions = {draft: draft_of(draft).version}
    return draft_sign_actions.sign_drafts(versions, words, sends_back=sends_back, staff=person(by), once=once(), settings=settings())


def decide(draft: str) -> None:
    """合議 of 総務課, then 決裁."""
    for by in ("somukacho", "kacho"):
        outcome = sign(draft, by)
        assert not outcome.refused, outcome


def make_paper(draft: str) -> None:
    """As if its notice had been set and numbered."""
    with writing():
        row = db.session().scalars(select(Draft).where(Draft.public_id == draft)).one()
        row.document_number = "健推第12号"
        content = json.dumps(as_content(sheet_of(GRANTED)), ensure_ascii=False)
        made = {"content": content, "made_at": clock.now(), "made_by": staff_id("soumu")}
        paper = CasePaper(public_id=secrets.token_hex(16), case_id=row.case_id, draft_id=row.id, kind=PaperKind.NOTICE, **made)
        db.session().add(paper)


def send(draft: str, day: date | None = None, way: Way = Way.WINDOW, **values: Any) -> str:
    sent = Sent(day or clock.today(), way, "123-45" if way is Way.POST else "", **values)
    return notice_actions.send_notice(draft, sent, staff=person("soumu"), once=once(), settings=settings())


def tell(draft: str, day: date | None = None) -> str:
    """Decided, set and handed over at the window."""
    decide(draft)
    make_paper(draft)
    return send(draft, day)


def wish(draft: str, way: DoingWay = DoingWay.COPY, day: date | None = None, **values: Any) -> str:
    wished = Wished(day or clock.today(), way, **values)
    return doing_actions.wish_doing(draft, wished, staff=person("soumu"), once=once(), settings=settings())


def do(draft: str, papers: tuple[ProofKind, ...] = (ProofKind.LICENCE,), **values: Any) -> str:
    given: dict[str, Any] = {"day": clock.today(), "way": DoingWay.VIEW, "proven_again": bool(papers)}
    done = Done(**(given | values))
    doing = doing_of(draft)
    version = doing.version if doing else 1
    return doing_actions.do_disclosure(draft, done, papers, version=version, staff=person("soumu"), once=once(), settings=settings())


def draft_of(public_id: str) -> Draft:
    with reading() as session:
        return session.scalars(select(Draft).where(Draft.public_id == public_id)).one()


def doing_of(draft: str) -> Doing | None:
    with reading() as session:
        return session.scalars(select(Doing).join(Draft, Draft.id == Doing.draft_id).where(Draft.public_id == draft)).one_or_none()


def the_case(public_id: str) -> Case:
    with reading():
        return case_of(public_id)


def states_of(case: str) -> list[ItemState]:
    with reading() as session:
        found = select(CaseItem.state).join(Case, Case.id == CaseItem.case_id).where(Case.public_id == case)
        return list(session.scalars(found.order_by(CaseItem.place)))


def on_its_way() -> dict[str, str]:
    """A draft, a task, a third party and an appeal of one case: public ids by the beginning of their addresses."""
    case, staff, today = a_case(is_proven=True), person("soumu"), clock.today()
    with reading():
        kenko = section_id("kenko")
    task_actions.ask_section(case, kenko, "台帳を探してください", today, staff=staff, once=once(), settings=settings())
    asked = Asked(items_of_case(case)[0], "見本医院", ThirdArticle.FIRST, today, today + timedelta(days=14))
    third_actions.ask_third(case, asked, staff=staff, once=once(), settings=settings())
    draft = grant(case)
    tell(draft)
    appeal_actions.file_appeal(draft, today, "見本 花子", "", staff=staff, once=once(), settings=settings())
    with reading() as session:
        tables = {"/disclosure-tasks/": CaseTask, "/disclosure-third-parties/": ThirdParty, "/disclosure-appeals/": Appeal}
        found = {name: str(session.scalars(select(table.public_id)).one()) for name, table in tables.items()}
    return {"/disclosure-drafts/": draft, **found}
