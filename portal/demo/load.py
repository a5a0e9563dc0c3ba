"""Loading the demo city: staff, programmes, then the people in large transactions; the record that it is whole comes last."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from sqlalchemy import Table, insert, select, text

from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.audit.record import program, record
from portal.db import db, reading, writing
from portal.demo.beside import beside_rows
from portal.demo.city import Citizen, Series, numbered
from portal.demo.programmes import add_programmes
from portal.demo.rows import Row, dose_row, resident_row, voucher_row
from portal.demo.staff import add_staff
from portal.doses.models import Dose
from portal.residents.contact_models import Contact
from portal.residents.models import Resident
from portal.residents.note_models import ResidentNote
from portal.vouchers.models import Voucher, VoucherSeries

# A city of the usual size is one transaction: stopped half-way, nothing of it remains.
CITIZENS_A_TRANSACTION = 20_000
CITIZENS_A_STATEMENT = 2_000

HALF_A_CITY = "見本の市の読み込みが途中で止まっています。make demo-reset で作り直してください。"
NOT_EMPTY = "住民がすでに登録されています。見本の市を作り直すには make demo-reset を実行してください。"


def has_residents() -> bool:
    with reading() as session:
        return session.scalar(select(Resident.id).limit(1)) is not None


def is_half_loaded() -> bool:
    """People who came from no file, and no record that the city was completed."""
    with reading() as session:
        loaded = session.scalar(select(Resident.id).where(Resident.import_id.is_(None)).limit(1)) is not None
        complete = session.scalar(select(AuditRecord.sequence).where(AuditRecord.event == Event.DEMO_LOAD.value).limit(1)) is not None
    return loaded and not complete


def load_city(residents: int, seed: int, *, password: str, progress: Callable[[int], None]) -> None:
    """Fills an empty database; `progress` hears how many people are in after each transaction."""
    series = Series(mailed=0, later=residents)
    citizens = numbered(residents, seed, series)
    staff: dict[str, int] = {}
    loaded = vouchers = 0
    while loaded < residents:
        with writing():
            if not staff:
                staff = add_staff(password)
                add_programmes()
            for batch in _batches(citizens):
                vouchers += _insert(batch, loaded + 1, vouchers + 1, staff, seed=seed)
                loaded += len(batch)
            if loaded == residents:
                _complete(residents, seed, series.last)
        progress(loaded)


def _batches(citizens: Iterator[Citizen]) -> Iterator[list[Citizen]]:
    for _ in range(CITIZENS_A_TRANSACTION // CITIZENS_A_STATEMENT):
        if batch := list(islice(citizens, CITIZENS_A_STATEMENT)):
            yield batch


def _insert(citizens: list[Citizen], first_resident: int, first_voucher: int, staff: Mapping[str, int], *, seed: int) -> int:
    """The rows of these people; how many vouchers there were."""
    residents: list[Row] = []
    doses: list[Row] = []
    vouchers: list[Row] = []
    contacts: list[Row] = []
    notes: list[Row] = []
    for resident_id, citizen in enumerate(citizens, start=first_resident):
        residents.append(resident_row(resident_id, citizen.person))
        doses += [dose_row(resident_id, dose) for dose in citizen.doses]
        ids = {voucher: first_voucher + len(vouchers) + place for place, voucher in enumerate(citizen.vouchers)}
        vouchers += [voucher_row(ids[voucher], resident_id, voucher, ids=ids, staff=staff) for voucher in citizen.vouchers]
        reached, passed_on = beside_rows(resident_id, citizen.person, seed, staff)
        contacts += reached
        notes += passed_on
    tables = ((Resident, residents), (Dose, doses), (Voucher, vouchers), (Contact, contacts), (ResidentNote, notes))
    for model, rows in tables:
        _insert_all(model.__table__, rows)
    return len(vouchers)


def _insert_all(table: object, rows: list[Row]) -> None:
    assert isinstance(table, Table)
    if rows:
        db.session().connection().execute(insert(table), rows)


def _complete(residents: int, seed: int, last_number: int) -> None:
    """The series goes on behind the last number drawn, ids behind the last row, and the record says that the city is whole."""
    session = db.session()
    series = session.get(VoucherSeries, 1)
    if series is None:
        session.add(VoucherSeries(id=1, last=last_number))
    else:
        series.last = last_number
    if session.get_bind().dialect.name == "postgresql":
        for name in ("resident", "voucher"):
            session.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"))
    record(Event.DEMO_LOAD, by=program("demo load"), facts={"residents": residents, "seed": seed})
