"""The two doors: nothing goes around them, nothing is left behind a closed one, and nobody waits in vain."""

import sqlite3
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError

from portal.accounts.models import Section
from portal.audit.events import Event
from portal.audit.models import AuditRecord
from portal.audit.record import program, record
from portal.db import db, reading, writing
from tests.people import SECTIONS

ACTOR = program("a test")
NESTED = "never nested"
OUTSIDE = r"reached through reading\(\) or writing\(\) only"


def add_section(code: str) -> None:
    db.session().add(Section(code=code, name="名"))


def note(doses: int) -> None:
    record(Event.RESIDENT_OPEN, by=ACTOR, subjects=[1], facts={"doses": doses, "vouchers": 0})


def sections() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Section)) or 0


def records() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(AuditRecord.facts).where(AuditRecord.staff_login == "a test").order_by(AuditRecord.sequence)))


def in_a_thread(app: Flask, work: Callable[[], None]) -> None:
    """Runs the work as another request would, and raises what it raises."""
    raised: list[BaseException] = []

    def run() -> None:
        with app.app_context():
            try:
                work()
            except BaseException as error:
                raised.append(error)
            db.session.remove()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


@pytest.mark.parametrize(("outer", "inner"), [(reading, reading), (reading, writing), (writing, reading), (writing, writing)])
def test_one_door_inside_another_is_refused_and_nothing_of_the_outer_one_remains(
    app: Flask, outer: Callable[..., object], inner: Callable[..., object]
) -> None:
    before = sections()

    def nest() -> None:
        with outer():  # pyright: ignore[reportGeneralTypeIssues]
            if outer is writing:
                add_section("neu")
                note(1)
            with inner():  # pyright: ignore[reportGeneralTypeIssues]
                pytest.fail("the inner door opened")

    with pytest.raises(RuntimeError, match=NESTED):
        nest()
    assert sections() == before
    assert records() == []
    with writing():
        add_section("neu")
    assert sections() == before + 1


def test_the_database_is_not_reached_outside_the_doors(app: Flask) -> None:
    with pytest.raises(RuntimeError, match=OUTSIDE):
        db.session().execute(text("SELECT 1"))
    db.session().rollback()
    with pytest.raises(RuntimeError, match=OUTSIDE):
        db.session().get(Section, 1)
    db.session().rollback()
    add_section("neu")
    with pytest.raises(RuntimeError, match=f"{OUTSIDE}|inside writing"):
        db.session().commit()
    db.session().rollback()
    assert sections() == len(SECTIONS)


@pytest.mark.parametrize("door", [reading, writing])
def test_a_door_does_not_open_over_changes_made_outside(app: Flask, door: Callable[..., object]) -> None:
    add_section("neu")
    with pytest.raises(RuntimeError, match="changes pending from elsewhere"), door():  # pyright: ignore[reportGeneralTypeIssues]
        pytest.fail("the door opened")
    db.session().rollback()

    assert sections() == len(SECTIONS)


def test_nothing_is_changed_while_reading(app: Flask) -> None:
    def change_an_object() -> None:
        with reading() as session:
            session.scalars(select(Section)).first().name = "別の名"  # pyright: ignore[reportOptionalMemberAccess]
            session.flush()

    def send_a_statement() -> None:
        with reading() as session:
            session.execute(update(Section).values(name="別の名"))

    for attempt in (change_an_object, send_a_statement):
        with pytest.raises(RuntimeError, match=r"inside writing\(\) only"):
            attempt()
    with reading() as session:
        assert "別の名" not in session.scalars(select(Section.name)).all()


@pytest.mark.postgresql_only
def test_postgresql_itself_refuses_plain_sql_that_writes_while_reading(app: Flask) -> None:
    with pytest.raises(InternalError, match="read-only"), reading() as session:
        session.execute(text("UPDATE section SET name = 'x'"))


@pytest.mark.sqlite_only
def test_on_sqlite_plain_sql_that_writes_while_reading_does_not_remain(app: Flask) -> None:
    with reading() as session:
        session.execute(text("UPDATE section SET name = 'x'"))

    with reading() as session:
        assert "x" not in session.scalars(select(Section.name)).all()


def test_what_fails_leaves_nothing_and_no_record(app: Flask) -> None:
    def fail() -> None:
        with writing() as session:
            add_section("neu")
            note(1)
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert sections() == len(SECTIONS)
    assert records() == []
    with writing():
        note(2)
    assert records() == ['{"doses":2,"vouchers":0}']


def test_what_the_database_refuses_at_the_commit_leaves_no_record(app: Flask) -> None:
    def fail() -> None:
        with writing():
            note(1)
            add_section("kenko")

    with pytest.raises(IntegrityError):
        fail()
    assert records() == []


def test_nothing_is_recorded_outside_writing(app: Flask) -> None:
    with pytest.raises(RuntimeError, match=r"belongs inside writing\(\)"):
        note(1)
    with pytest.raises(RuntimeError, match=r"belongs inside writing\(\)"), reading():
        note(1)
    with writing():
        pass

    assert records() == []


@pytest.mark.parametrize("facts", [{}, {"doses": 1}, {"doses": 1, "vouchers": 0, "name": "見本 花子"}, {"count": 1}, None])
def test_an_event_is_recorded_with_exactly_its_facts_or_not_at_all(app: Flask, facts: dict[str, int] | None) -> None:
    with pytest.raises(ValueError, match=r"must carry exactly \['doses', 'vouchers'\]"), writing():
        record(Event.RESIDENT_OPEN, by=ACTOR, facts=facts)

    assert records() == []


def test_a_step_within_a_change_does_not_append_the_record_early(app: Flask) -> None:
    with writing() as session:
        note(1)
        with session.begin_nested():
            add_section("neu")
        assert session.scalars(select(AuditRecord.facts).where(AuditRecord.staff_login == "a test")).all() == []
        note(2)

    assert records() == ['{"doses":1,"vouchers":0}', '{"doses":2,"vouchers":0}']


def test_what_was_read_stays_usable_and_is_no_longer_tied_to_the_database(app: Flask) -> None:
    with reading() as session:
        section = session.scalars(select(Section).where(Section.code == "kenko")).one()

    section.name = "変えた名"
    assert section not in db.session()
    with writing():
        pass
    with reading() as session:
        assert session.scalars(select(Section.name).where(Section.code == "kenko")).one() == "健康推進課"


def test_reading_is_a_snapshot_while_others_write(app: Flask) -> None:
    def write() -> None:
        with writing():
            add_section("neu")
            note(1)

    with reading() as session:
        count = select(func.count()).select_from(Section)
        first = session.scalar(count)
        in_a_thread(app, write)
        assert session.scalar(count) == first
        assert session.scalars(select(AuditRecord.facts).where(AuditRecord.staff_login == "a test")).all() == []
    assert sections() == len(SECTIONS) + 1


def test_a_writer_waits_for_the_one_before_also_when_that_one_fails(app: Flask) -> None:
    inside, seen = threading.Event(), []

    def fail_slowly() -> None:
        with writing() as session:
            add_section("neu")
            session.flush()
            inside.set()
            raise ZeroDivisionError

    def write() -> None:
        inside.wait()
        with writing() as session:
            seen.append(session.scalar(select(func.count()).select_from(Section)))
            add_section("neu")

    other = threading.Thread(target=in_a_thread, args=(app, write))
    other.start()
    with pytest.raises(ZeroDivisionError):
        in_a_thread(app, fail_slowly)
    other.join()

    assert seen == [len(SECTIONS)]
    assert sections() == len(SECTIONS) + 1


@pytest.mark.sqlite_only
def test_nobody_slips_in_between_what_a_change_reads_and_what_it_writes(app: Flask) -> None:
    """Not even a program that does not know of the lock file: the change would be told that the database is locked."""
    foreign = sqlite3.connect(app.extensions["portal_settings"].instance_dir / "portal.db", timeout=0)
    with writing() as session:
        section = session.scalars(select(Section).where(Section.code == "kenko")).one()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            foreign.execute("UPDATE section SET name = 'x'")
        section.name = "変えた名"
    foreign.close()

    with reading() as session:
        assert session.scalars(select(Section.name).where(Section.code == "kenko")).one() == "変えた名"


def test_many_who_read_and_then_write_are_never_told_that_the_database_is_locked(app: Flask) -> None:
    faults: list[str] = []

    def count_up() -> None:
        for _ in range(25):
            try:
                with reading() as session:
                    session.scalar(select(func.count()).select_from(Section))
                with writing() as session:
                    section = session.scalars(select(Section).where(Section.code == "kenko").with_for_update()).one()
                    section.name = str(int(section.name) + 1)
            except OperationalError as error:
                faults.append(str(error))

    with writing() as session:
        session.execute(update(Section).where(Section.code == "kenko").values(name="0"))
    threads = [threading.Thread(target=in_a_thread, args=(app, count_up)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    with reading() as session:
        assert session.scalars(select(Section.name).where(Section.code == "kenko")).one() == "200"
