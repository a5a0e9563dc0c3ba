"""A medium registered, and what the ledger says of it changed: checked again, changed, told and recorded in one transaction (M-1)."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts.chief_queries import staff_names, staff_of
from portal.accounts.sessions import SignedIn
from portal.audit.events import Event
from portal.audit.record import record
from portal.db import db, reading, writing
from portal.errors import Changed, NotFound, Refused, refuse_if
from portal.media.medium_models import MediumEvent
from portal.media.medium_queries import facts_of, medium_row, taken_by
from portal.media.medium_step_rules import TAKEN, MediumStep, why_not_change, why_not_register
from portal.media.models import ListedSystem, Medium, MediumSystem
from portal.media.number_rules import Series
from portal.media.renewal_rules import last_of_year
from portal.media.rules import ENCRYPTION_WORDS, MEDIUM_KIND_WORDS, Encryption, MediumKind
from portal.media.series import next_number
from portal.web.once import first_result, keep_result

LONGEST_WORDS = 600
MEANWHILE = "ほかの職員が、この媒体の登録内容を先に変えました。いまの内容を確かめて、もう一度入れてください。何も保存していません。"
SAME_MEANWHILE = "同じメーカー・製造番号の媒体が、いま登録されました。媒体台帳を確かめてください。"
# Each with its word, in the order of the page.
DETAIL_WORDS = {
    "kind": "種別",
    "maker": "メーカー",
    "model": "型番",
    "serial": "製造番号",
    "capacity": "容量",
    "encryption": "暗号化",
    "keeper": "管理者",
    "place": "保管場所",
    "uses": "許可用途",
    "systems": "許可システム",
}


@dataclass(frozen=True)
class Details:
    """What the ledger says of a medium, as typed; `keeper`: login name, `systems`: public ids (none: all systems)."""

    kind: MediumKind
    maker: str
    model: str
    serial: str
    capacity: str
    encryption: Encryption
    keeper: str
    place: str
    uses: str
    systems: tuple[str, ...] = ()


def register_medium(details: Details, *, first: date, last: date, staff: SignedIn, once: str) -> str:
    """For the own section; draws the number and returns the public id. Raises Refused, NotFound (a keeper of another section)."""
    with writing() as session:
        if (known := first_result(once)) is not None:
            return known
        now = clock.now()
        year_of_first = clock.fiscal_year(first)
        taken = taken_by(details.maker, details.serial)
        refuse_if(why_not_register(first=first, last=last, last_of_year=last_of_year(year_of_first), today=now.date(), taken_by=taken))
        number = next_number(Series.MEDIUM, clock.fiscal_year(now.date()))
        row = Medium(public_id=secrets.token_hex(16), fiscal_year=number.fiscal_year, running=number.running, section_id=staff.section_id)
        row.permitted_from, row.permitted_until = first, last
        row.registered_at, row.registered_by = now, staff.id
        _write(row, details)
        session.add(row)
        _flush_unless_taken()
        _allow(row.id, _systems(details.systems).values())
        tell(row, MediumStep.REGISTER, "", staff)
        record(Event.MEDIUM_REGISTER, by=staff.actor, facts={"medium": row.number.shown, "kind": row.kind.value})
        keep_result(once, row.public_id)
        return row.public_id


def change_medium(public_id: str, details: Details, *, seen_version: int, staff: SignedIn, once: str) -> bool:
    """Whether anything was different. Raises NotFound, Refused, Changed when somebody else changed it since the page was shown."""
    with writing():
        if (known := first_result(once)) is not None:
            return known == "changed"
        row = medium_row(public_id, seen_by=staff, held=True)
        refuse_if(why_not_change(facts_of(row)))
        if row.version != seen_version:
            raise Changed(MEANWHILE)
        if taken := taken_by(details.maker, details.serial, but=row.id):
            raise Refused(TAKEN.format(taken_by=taken))
        before = details_words(row)
        _write(row, details)
        db.session().execute(delete(MediumSystem).where(MediumSystem.medium_id == row.id))
        _allow(row.id, _systems(details.systems).values())
        _flush_unless_taken()
        after = details_words(row)
        changed = [
            f"{DETAIL_WORDS[name]}: {before[name] or 'なし'} → {after[name] or 'なし'}"
            for name in DETAIL_WORDS
            if before[name] != after[name]
        ]
        if changed:
            tell(row, MediumStep.CHANGE, "、".join(changed), staff)
            names = [DETAIL_WORDS[name] for name in DETAIL_WORDS if before[name] != after[name]]
            record(Event.MEDIUM_CHANGE, by=staff.actor, facts={"medium": row.number.shown, "changes": names})
        keep_result(once, "changed" if changed else "same")
        return bool(changed)


def read_details(public_id: str, *, staff: SignedIn) -> tuple[Details, int]:
    """What the form of a change begins with, and the version that it shows. Raises NotFound, Refused (disposed of)."""
    with reading() as session:
        row = medium_row(public_id, seen_by=staff)
        refuse_if(why_not_change(facts_of(row)))
        allowed = select(ListedSystem.public_id).join(MediumSystem, MediumSystem.system_id == ListedSystem.id)
        systems = tuple(session.scalars(allowed.where(MediumSystem.medium_id == row.id)))
        keeper = staff_names([row.keeper_id])[row.keeper_id].login_name
    texts = {name: getattr(row, name) for name in ("maker", "model", "serial", "capacity", "place", "uses")}
    return Details(kind=row.kind, encryption=row.encryption, keeper=keeper, systems=systems, **texts), row.version


def tell(row: Medium, what: MediumStep, words: str, staff: SignedIn) -> None:
    """Inside writing(): one line of the medium's history."""
    db.session().add(MediumEvent(medium_id=row.id, at=clock.now(), by=staff.id, what=what, words=words[:LONGEST_WORDS]))


def details_words(row: Medium) -> dict[str, str]:
    """Inside a door: what the ledger says, in the words of its page."""
    allowed = select(ListedSystem.name).join(MediumSystem, MediumSystem.system_id == ListedSystem.id)
    systems = db.session().scalars(allowed.where(MediumSystem.medium_id == row.id).order_by(ListedSystem.name))
    keeper = staff_names([row.keeper_id]).get(row.keeper_id)
    return {
        "kind": MEDIUM_KIND_WORDS[row.kind],
        "maker": row.maker,
        "model": row.model,
        "serial": row.serial,
        "capacity": row.capacity,
        "encryption": ENCRYPTION_WORDS[row.encryption],
        "keeper": keeper.name if keeper else "",
        "place": row.place,
        "uses": row.uses,
        "systems": "、".join(systems),
    }


def _write(row: Medium, details: Details) -> None:
    row.kind, row.encryption = details.kind, details.encryption
    row.maker, row.model, row.serial, row.capacity = details.maker, details.model, details.serial, details.capacity
    row.place, row.uses = details.place, details.uses
    row.keeper_id = _keeper(row, details.keeper)


def _keeper(row: Medium, login_name: str) -> int:
    """One who works in the section; who kept it until now may stay named, though gone."""
    people = {person.login_name: person.id for person in staff_of(row.section_id, clock.today())}
    if login_name in people:
        return people[login_name]
    if row.keeper_id is not None and (known := staff_names([row.keeper_id]).get(row.keeper_id)) and known.login_name == login_name:
        return row.keeper_id
    raise Refused("管理者に選んだ職員は、いまこの課にいません。一覧から選び直してください。")


def _systems(public_ids: Collection[str]) -> dict[str, int]:
    found = select(ListedSystem.public_id, ListedSystem.id).where(ListedSystem.public_id.in_(public_ids))
    systems = dict(db.session().execute(found).all()) if public_ids else {}
    if set(public_ids) - set(systems):
        raise NotFound
    return systems


def _allow(medium_id: int, system_ids: Collection[int]) -> None:
    db.session().add_all(MediumSystem(medium_id=medium_id, system_id=system_id) for system_id in system_ids)


def _flush_unless_taken() -> None:
    try:
        db.session().flush()
    except IntegrityError:
        raise Refused(SAME_MEANWHILE) from None
