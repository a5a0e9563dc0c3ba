"""Asking, writing anew what was sent back, withdrawing: checked again inside the transaction that changes, recorded with it (M-2, M-3)."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.config import Settings
from portal.db import db, writing
from portal.errors import Changed, Refused, refuse_if
from portal.media.approval_queries import first_waits_for
from portal.media.difference_rules import differing, rewritten_words
from portal.media.line_events import tell
from portal.media.line_models import MediaRequest, RequestTerminal, RequestWorker
from portal.media.line_queries import line_of, line_row
from portal.media.line_rules import why_not_change, why_not_withdraw
from portal.media.number_rules import SERIES_OF
from portal.media.request_queries import COPIED, Choices, choices_for, earlier_of, same_request
from portal.media.request_rules import Asked, asked_already, faults
from portal.media.rules import Encryption, State
from portal.media.series import next_number
from portal.web.once import first_result, keep_result

FAULTY = "このままでは申請できません。赤い印の欄を直してください。"
REWRITTEN_MEANWHILE = "開いているあいだに、この申請が書き直されました。いまの内容を見比べ、入れた内容でよければもう一度送ってください。"


class Faulty(Refused):
    """What speaks against the request, by field of the form."""

    def __init__(self, found: Mapping[str, str]) -> None:
        super().__init__(FAULTY)
        self.faults = found


def ask_request(asked: Asked, *, staff: SignedIn, once: str, settings: Settings, copied_from: str = "") -> str:
    """A line with its number that waits for the first chief; returns its public id. Sent twice, it is one line.

    `copied_from`: public id of the line on which 「前回と同じ」 was pressed. Raises Faulty; Refused when nobody stands above a chief who
    asks; NotFound when the earlier line is not to be seen.
    """
    with writing():
        if (known := first_result(once)) is not None:
            return known
        choices = checked(asked, staff, settings)
        before = line_row(copied_from, seen_by=staff) if copied_from else None
        row = add_line(asked, choices, staff=staff, copied_from_id=before.id if before else None)
        # With its number drawn one waits for another who sends the same form: only now both are seen.
        if twin := same_request(asked, choices.ids.get(asked.medium), staff.id):
            raise Faulty({"starts_on": asked_already(twin.number.shown)})
        row.waits_for = first_waits_for(row.section_id, row.holder_id, staff.id)
        store(row, asked, choices)
        tell(row.id, Event.LINE_ASK, by=staff.id, words=f"{before.number.shown}と同じ仕事" if before else "")
        record(Event.LINE_ASK, by=staff.actor, facts={"line": row.number.shown, "round": row.round})
        keep_result(once, row.public_id)
        return row.public_id


def rewrite_request(public_id: str, asked: Asked, *, version: int, staff: SignedIn, once: str, settings: Settings) -> str:
    """What was sent back, asked again under its number. Raises Faulty, NotFound; Changed when it is no longer what the form showed."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        row = line_row(public_id, seen_by=staff, held=True)
        if reason := why_not_change(line_of(row), staff.id):
            raise Changed(reason)
        if row.version != version:
            raise Changed(REWRITTEN_MEANWHILE)
        choices = checked(asked, staff, settings, but=row.id)
        changed = differing(earlier_of(row).asked, asked)
        holder_id = choices.ids[asked.holder]
        waits_for = first_waits_for(row.section_id, holder_id, staff.id)
        row.state, row.waits_for, row.holder_id = State.ASKED, waits_for, holder_id
        row.round, row.asked_at = row.round + 1, clock.now()
        store(row, asked, choices)
        tell(row.id, Event.LINE_REWRITE, by=staff.id, words=rewritten_words(changed))
        record(Event.LINE_REWRITE, by=staff.actor, facts={"line": row.number.shown, "round": row.round})
        keep_result(once, public_id)
        return public_id


def withdraw_request(public_id: str, reason: str, *, staff: SignedIn, once: str) -> str:
    """取下げ: the number stays, with the reason. Raises NotFound, Refused when it was handed out meanwhile or is another's."""
    with writing():
        if (known := first_result(once)) is not None:
            return known
        row = line_row(public_id, seen_by=staff, held=True)
        refuse_if(why_not_withdraw(line_of(row), staff.id))
        row.state, row.waits_for = State.WITHDRAWN, None
        tell(row.id, Event.LINE_WITHDRAW, by=staff.id, words=reason)
        record(Event.LINE_WITHDRAW, by=staff.actor, facts={"line": row.number.shown})
        keep_result(once, public_id)
        return public_id


def add_line(asked: Asked, choices: Choices, *, staff: SignedIn, state: State = State.ASKED, **values: Any) -> MediaRequest:
    """Inside writing(): a new line of the year in which it is asked, with the next number of its ledger; store() gives it its contents."""
    now = clock.now()
    number = next_number(SERIES_OF[asked.kind], clock.fiscal_year(now.date()))
    return MediaRequest(
        public_id=secrets.token_hex(16),
        kind=asked.kind,
        thing=asked.thing,
        fiscal_year=number.fiscal_year,
        running=number.running,
        state=state,
        section_id=staff.section_id,
        holder_id=choices.ids[asked.holder],
        requester_id=staff.id,
        responsible_id=staff.id,
        asked_at=now,
        round=1,
        **values,
    )


def store(row: MediaRequest, asked: Asked, choices: Choices) -> None:
    """Inside writing(): what was asked, into the line and the two tables beside it."""
    session, ids = db.session(), choices.ids
    for name in COPIED:
        setattr(row, name, getattr(asked, name))
    row.is_specific, row.encryption = bool(asked.is_specific), asked.encryption or Encryption.NONE
    row.medium_id = ids.get(asked.medium)
    row.from_system_id, row.to_system_id = ids.get(asked.from_system), ids.get(asked.to_system)
    row.destination_id = ids.get(asked.destination)
    row.carrier_id, row.companion_id = ids.get(asked.carrier), ids.get(asked.companion)
    session.add(row)
    session.flush()
    session.execute(delete(RequestWorker).where(RequestWorker.request_id == row.id))
    session.execute(delete(RequestTerminal).where(RequestTerminal.request_id == row.id))
    session.add_all(RequestWorker(request_id=row.id, worker_id=ids[each]) for each in dict.fromkeys(asked.workers))
    session.add_all(RequestTerminal(request_id=row.id, terminal_id=ids[each]) for each in dict.fromkeys(asked.terminals))
    session.flush()


def checked(asked: Asked, staff: SignedIn, settings: Settings, *, but: int | None = None) -> Choices:
    """Inside writing(): the lists as they are now. Raises Faulty with everything that speaks against the request."""
    choices = choices_for(staff.section_id, asked, but=but)
    if found := faults(asked, choices.offered, now=clock.now(), longest_days=settings.media_longest_days):
        raise Faulty(found)
    return choices
