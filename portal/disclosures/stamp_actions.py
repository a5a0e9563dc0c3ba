"""収受日 put right, with its reason; what stood there before stays in the story (D-1)."""

from datetime import date

from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.clock import JAPAN, fiscal_year
from portal.config import Settings
from portal.db import db, writing
from portal.disclosures import stamp_rules as rules
from portal.disclosures.case_queries import rows_of, seen_case
from portal.disclosures.change_rules import LABEL_OF_STAMP
from portal.disclosures.models import Case
from portal.disclosures.queries import closed_days
from portal.disclosures.standing_queries import standing_of
from portal.disclosures.story import tell
from portal.errors import Changed, refuse_if
from portal.text.wareki import format_date
from portal.web.once import first_result, keep_result

CHANGED = (
    "ほかの職員が先にこの請求を改めました。何も保存していません。入れた内容はこの画面に残っています。"
    "いまの収受日を確かめてから、もう一度押してください。"
)
RECEIPT = "受領書を渡してあるときは、作り直して渡してください。"


def restamp_case(public_id: str, day: date, reason: str, *, version: int, staff: SignedIn, once: str, settings: Settings) -> str:
    """What became of the deadline, in words. Raises NotFound, Refused, Changed."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        case = seen_case(public_id, staff=staff, settings=settings, held=True)
        if case.version != version:
            raise Changed(CHANGED)
        rows = rows_of(case, settings)
        refuse_if(rules.why_not_restamp(standing_of(case), was_told=any(draft.notified_on for draft in rows.drafts)))
        refuse_if(rules.why_not_restamp_on(stamp_of(case), day, closed_days(), fiscal_year=fiscal_year(day)))
        was, case.received_on = case.received_on, day
        words = f"{LABEL_OF_STAMP}: {format_date(was)} → {format_date(day)}。{reason.strip()}"
        tell(case.id, Event.CASE_CHANGE, by=staff.id, words=words)
        record(Event.CASE_CHANGE, by=staff.actor, facts={"number": case.number.shown, "fields": [LABEL_OF_STAMP]})
        db.session().flush()
        due = rows_of(case, settings).clock.current.day
        told = f"収受日を改めました。決定の期限は{format_date(due)}になりました。" if due else "収受日を改めました。"
        told += RECEIPT
        keep_result(once, told)
        return told


def stamp_of(case: Case) -> rules.Stamp:
    entered_on = case.entered_at.astimezone(JAPAN).date()
    return rules.Stamp(case.number.shown, case.received_on, entered_on, case.fiscal_year, case.disclosed_on)
