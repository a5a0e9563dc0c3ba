"""Two records of one person, what hangs on them, and the buttons that make them one and two again."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Visit
from portal.accounts.rules import VisitReason
from portal.applications.models import BlankBatch, BlankForm
from portal.applications.number_rules import BlankState
from portal.applications.rules import FormKind
from portal.arrivals.models import Arrival
from portal.clock import JAPAN
from portal.db import db, reading, writing
from portal.doses.match_rules import WaitReason
from portal.doses.models import WaitingDose
from portal.intake.rules import ImportKind
from portal.residents.files import LAYOUT
from portal.residents.intake import check_register_file
from portal.residents.merge_models import ResidentMerge
from portal.residents.models import Resident, ResidentChange
from portal.residents.rules import Category
from portal.vouchers.models import Certificate
from portal.vouchers.record_copy_models import RecordCopy
from portal.vouchers.rules import Applicant, Channel, Delivery
from tests.conftest import Browser
from tests.disclosures.at_desk import a_case
from tests.factories import a_dose, a_mailing, a_note, a_phone, a_resident, a_voucher
from tests.inquiries.slip_rows import add_slip
from tests.intake.importing import checked
from tests.people import staff_id
from tests.residents.register_rows import a_register, a_row

NOW = datetime(2026, 11, 24, 10, 38, tzinfo=JAPAN)
# What a merge and its undoing must leave as it was; versions of a record only ever go up, and histories and journals only ever grow.
KEPT_TABLES = (
    "resident",
    "dose",
    "voucher",
    "certificate",
    "contact",
    "resident_note",
    "arrival",
    "waiting_dose",
    "record_copy",
    "blank_form",
    "slip",
    "disclosure_case",
)


def of_the_register(**values: Any) -> Resident:
    return a_resident(**({"name": "小野瀬 和子", "kana": "オノセ カズコ", "household_number": "0007000001"} | values))


def of_the_counter(**values: Any) -> Resident:
    """The same woman, registered at the counter when the register did not have her."""
    base = {"name": "小野瀬 和子", "kana": "オノセ カズコ", "category": Category.NOT_REGISTERED, "resident_number": "9000000001"}
    return a_resident(**(base | {"household_number": "", "integrated_number": None, "address": "津田9733番地", "phone": ""} | values))


def hang_everything_on(person: Resident) -> None:
    """One of each thing that goes with a person, of no number that the other has."""
    a_dose(person, dose_number=2)
    a_voucher(person, dose_number=2)
    a_mailing(person)
    a_phone(person)
    a_note(person)
    a_case(resident_id=person.id)
    file = checked(ImportKind.REGISTER, LAYOUT, a_register([a_row()]), check_register_file)
    with writing() as session:
        differs = {"reason": WaitReason.CONFLICT, "content": "{}", "fingerprint": "f" * 64, "came_at": NOW}
        session.add(WaitingDose(public_id="w" * 32, import_id=file.id, number=1, resident_id=person.id, **differs))
        visit = Visit(staff_id=staff_id("kacho"), channel=Channel.COUNTER, reason=VisitReason.REISSUE, started_at=NOW)
        session.add(visit)
        session.flush()
        common: dict[str, Any] = {"resident_id": person.id, "visit_id": visit.id, "channel": Channel.COUNTER, "applicant": Applicant.SELF}
        paper: dict[str, Any] = {"public_id": "c" * 32, "programme_code": "resident-r8", "delivery": Delivery.HANDED_OVER, "sheet": "{}"}
        session.add(Certificate(issued_at=NOW, issued_by=staff_id("kacho"), identity_checked="旅券", **paper, **common))
        hang_papers_on(person, visit)
        add_slip(resident_id=person.id)
        taken: dict[str, Any] = {"public_id": "a" * 32, "fiscal_year": 2026, "running": 1, "state": "linked", "purposes": "voucher"}
        told: dict[str, Any] = {"name": person.name, "kana": person.kana, "birth": person.birth, "sex": person.sex, "address": "田彦1"}
        keys: dict[str, Any] = {"name_key": person.name_key, "kana_key": person.kana_key, "last_resident_id": 0, "moved_from": "水戸市"}
        when: dict[str, Any] = {"notified_on": NOW.date(), "taken_at": NOW, "taken_by": staff_id("kacho"), "decided_at": NOW}
        session.add(Arrival(identity_checked="旅券", **taken, **told, **keys, **when, **common))


def hang_papers_on(person: Resident, visit: Visit) -> None:
    """Inside writing(): a copy of the record, and a form numbered in advance that was entered for the person."""
    session, staff = db.session(), staff_id("kacho")
    given: dict[str, Any] = {"applicant": Applicant.SELF, "channel": Channel.COUNTER, "delivery": Delivery.HANDED_OVER, "sheet": "{}"}
    copy = RecordCopy(public_id="e" * 32, resident_id=person.id, issued_at=NOW, issued_by=staff, visit_id=visit.id, **given)
    copy.identity_checked = "旅券"
    made: dict[str, Any] = {"fiscal_year": 2026, "made_at": NOW, "made_by": staff, "form": FormKind.RECORD_COPY}
    batch = BlankBatch(public_id="b" * 32, first=1, last=1, printed=1, place="支所", handed_at=NOW, handed_by=staff, **made)
    session.add_all([copy, batch])
    session.flush()
    used: dict[str, Any] = {"state": BlankState.USED, "resident_id": person.id, "record_copy_id": copy.id}
    session.add(BlankForm(public_id="f" * 32, batch_id=batch.id, fiscal_year=2026, running=1, ended_at=NOW, ended_by=staff, **used))


def dump() -> dict[str, list[Any]]:
    """Every row of the tables that a merge touches, but for the versions of the records."""
    with reading() as session:
        return {
            name: sorted(
                (
                    {column: value for column, value in row.items() if (name, column) != ("resident", "version")}
                    for row in session.execute(select(db.metadata.tables[name])).mappings()
                ),
                key=lambda row: row["id"],
            )
            for name in KEPT_TABLES
        }


def page_of(first: Resident, second: Resident) -> str:
    return f"/duplicates/{first.public_id}-{second.public_id}"


def merge(browser: Browser, first: Resident, second: Resident, **form: Any) -> Browser:
    """Opens the pair and presses the button; keeps the first unless told otherwise."""
    browser.get(page_of(first, second))
    sent = {"keep": "first", "reason": "本人に確かめた", **{name: browser.hidden(name) for name in ("first_version", "second_version")}}
    clashes = [part.split('"')[0] for part in browser.text.split('name="clash" value="')[1:]]
    return browser.post(f"{page_of(first, second)}/merge", sent | {"clash": clashes} | form)


def unmerge(browser: Browser, **form: Any) -> Browser:
    """Of the newest merge."""
    url = f"/merges/{merges()[-1].public_id}"
    return browser.get(url).post(f"{url}/undo", {"undo_reason": "別の方とわかった"} | form)


def merges() -> list[ResidentMerge]:
    with reading() as session:
        return list(session.scalars(select(ResidentMerge).order_by(ResidentMerge.id)))


def owners(table: str) -> list[int]:
    with reading() as session:
        rows = db.metadata.tables[table]
        return list(session.scalars(select(rows.c.resident_id).order_by(rows.c.id)))


def again(person: Resident) -> Resident:
    with reading() as session:
        return session.get_one(Resident, person.id)


def history_of(person: Resident) -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.scalars(select(ResidentChange).where(ResidentChange.resident_id == person.id).order_by(ResidentChange.id))
        return [(row.field, row.old) for row in rows]
