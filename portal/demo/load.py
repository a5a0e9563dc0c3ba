"""Loading the demo city: staff, programmes, then the people in large transactions; the record that it is whole comes last."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import cast

from sqlalchemy import URL, Table, select, text

from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.audit.record import program, record
from portal.db import db, reading, writing
from portal.demo.ahead import made_ahead
from portal.demo.beside import beside_rows
from portal.demo.cases import add_cases
from portal.demo.city import Citizen, Series, numbered
from portal.demo.media import add_media
from portal.demo.media_lines import add_media_lines
from portal.demo.numbered_forms import add_numbered_forms, add_past_fee
from portal.demo.programmes import add_programmes
from portal.demo.rows import dose_row, resident_row, voucher_row
from portal.demo.slips import add_slips
from portal.demo.staff import add_staff
from portal.doses.models import Dose
from portal.intake.lines import Lines, Row, Writer, add_lines
from portal.residents.contact_models import Contact
from portal.residents.models import Resident
from portal.residents.note_models import ResidentNote
from portal.vouchers.models import Voucher, VoucherSeries

MODELS = (Resident, Dose, Voucher, Contact, ResidentNote)
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


@dataclass(frozen=True)
class Order:
    """All that the maker of a city is told: people a batch, the staff's ids by login name, the driver that will take the lines."""

    residents: int
    seed: int
    batch: int
    staff: Mapping[str, int]
    driver: str


@dataclass(frozen=True)
class Batch:
    """Some households on end, ready to be stored."""

    people: int
    lines: tuple[Lines, ...]
    last_number: int


def load_city(residents: int, seed: int, *, password: str, progress: Callable[[int], None]) -> None:
    """Fills an empty database; `progress` hears how many people are in after each transaction."""
    with writing():
        staff = add_staff(password)
        add_programmes()
    loaded = last_number = 0
    with _made(residents, seed, staff) as batches:
        while loaded < residents:
            with writing():
                for batch in islice(batches, CITIZENS_A_TRANSACTION // CITIZENS_A_STATEMENT):
                    for lines in batch.lines:
                        add_lines(lines)
                    loaded += batch.people
                    last_number = batch.last_number
                if loaded == residents:
                    add_numbered_forms(staff)
                    add_past_fee()
                    add_media(staff)
                    add_media_lines(staff)
                    add_slips(staff)
                    add_cases(staff)
                    _complete(residents, seed, last_number)
            progress(loaded)


def _made(residents: int, seed: int, staff: Mapping[str, int]) -> AbstractContextManager[Iterator[Batch]]:
    """A city larger than one transaction is made up by a second process: that takes as long as storing it."""
    order = Order(residents, seed, CITIZENS_A_STATEMENT, staff, db.engine.url.drivername)
    return made_ahead(city_in_lines, order) if residents > CITIZENS_A_TRANSACTION else nullcontext(city_in_lines(order))


def city_in_lines(order: Order) -> Iterator[Batch]:
    """The city in batches, ids counted from 1."""
    dialect = URL.create(order.driver).get_dialect()()
    writers = [Writer(cast(Table, model.__table__), dialect) for model in MODELS]
    series = Series(mailed=0, later=order.residents)
    citizens = numbered(order.residents, order.seed, series)
    first_resident = first_voucher = 1
    while people := list(islice(citizens, order.batch)):
        rows = _rows(people, first_resident, first_voucher, order)
        first_resident += len(people)
        first_voucher += len(rows[2])
        yield Batch(len(people), tuple(writer.lines(table) for writer, table in zip(writers, rows, strict=True)), series.last)


def _rows(citizens: list[Citizen], first_resident: int, first_voucher: int, order: Order) -> tuple[list[Row], ...]:
    """In the order of MODELS."""
    residents: list[Row] = []
    doses: list[Row] = []
    vouchers: list[Row] = []
    contacts: list[Row] = []
    notes: list[Row] = []
    for resident_id, citizen in enumerate(citizens, start=first_resident):
        residents.append(resident_row(resident_id, citizen.person))
        doses += [dose_row(resident_id, dose) for dose in citizen.doses]
        ids = {voucher: first_voucher + len(vouchers) + place for place, voucher in enumerate(citizen.vouchers)}
        vouchers += [voucher_row(ids[voucher], resident_id, voucher, ids=ids, staff=order.staff) for voucher in citizen.vouchers]
        reached, passed_on = beside_rows(resident_id, citizen.person, order.seed, order.staff)
        contacts += reached
        notes += passed_on
    return residents, doses, vouchers, contacts, notes


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
