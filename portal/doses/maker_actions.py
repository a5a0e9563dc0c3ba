"""A maker's name added, or ended: each one transaction with its record."""

import secrets

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, writing
from portal.doses.maker_queries import makers_by_key
from portal.doses.maker_rules import maker_key, why_not_name
from portal.doses.models import MakerName
from portal.errors import Changed, NotFound, Refused
from portal.web.once import first_result, keep_result

PURPOSE = "メーカー名の読み替え"


def add_maker(written: str, maker: str, *, staff: SignedIn, once: str) -> None:
    """From the next file on. Refused when the name is read already."""
    written, maker = " ".join(written.split()), " ".join(maker.split())
    with writing() as session:
        if first_result(once) is not None:
            return
        if reason := why_not_name(written, maker, makers_by_key()):
            raise Refused(reason)
        name = MakerName(
            public_id=secrets.token_hex(16),
            written=written,
            written_key=maker_key(written),
            maker=maker,
            added_at=clock.now(),
            added_by=staff.id,
        )
        session.add(name)
        try:
            session.flush()
        except IntegrityError:
            raise Changed(f"「{written}」の読み替えを、いま別の職員が加えました。画面を開き直して確かめてください。") from None
        record(Event.MAKER_ADD, by=staff.actor, purpose=PURPOSE, facts={"written": written, "maker": maker})
        keep_result(once, name.public_id)


def end_maker(public_id: str, *, staff: SignedIn, once: str) -> None:
    """The name is read no longer; what the ledger holds stays. Ended already, nothing happens."""
    with writing():
        if first_result(once) is not None:
            return
        name = db.session().scalar(select(MakerName).where(MakerName.public_id == public_id).with_for_update())
        if name is None:
            raise NotFound
        if name.ended_at is None:
            name.ended_at, name.ended_by = clock.now(), staff.id
            record(Event.MAKER_END, by=staff.actor, purpose=PURPOSE, facts={"written": name.written, "maker": name.maker})
        keep_result(once, public_id)
