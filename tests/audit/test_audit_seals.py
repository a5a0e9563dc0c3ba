"""The seals: written outside the database, one line each, and read back whatever happened to the file."""

import json
import stat
from pathlib import Path

import pytest
from flask import Flask

from portal.audit.events import Event
from portal.audit.record import program, record
from portal.audit.seals import keep_last_check, last_check, read_seals, seal_path, write_seal
from portal.audit.verify import FaultKind, verify
from portal.config import read_settings
from portal.db import reading, writing
from tests.conftest import overrides


def one_record() -> None:
    with writing():
        record(Event.RESIDENT_OPEN, by=program("test"), subjects=[1], facts={"doses": 0, "vouchers": 0})


def test_a_seal_is_one_line_with_the_head_of_the_chain(app: Flask) -> None:
    one_record()

    seal = write_seal("interval")

    (line,) = seal_path().read_text().splitlines()
    assert json.loads(line) == {"at": seal.at.isoformat(), "kind": "interval", "sequence": 1, "hash": seal.hash}


def test_seals_are_added_and_never_overwritten(app: Flask) -> None:
    write_seal("daily")
    one_record()
    write_seal("interval")

    assert [(seal.kind, seal.sequence) for seal in read_seals(seal_path()).seals] == [("daily", 0), ("interval", 1)]


def test_only_the_portal_may_read_the_seals(app: Flask) -> None:
    write_seal("daily")

    assert stat.S_IMODE(seal_path().stat().st_mode) == 0o600


def test_a_kind_of_seal_that_does_not_exist_is_refused(app: Flask) -> None:
    with pytest.raises(ValueError, match="a seal is one of"):
        write_seal("weekly")


def test_the_seals_may_lie_on_another_disk(tmp_path: Path) -> None:
    settings = read_settings(overrides(tmp_path) | {"PORTAL_SEAL_DIR": str(tmp_path / "elsewhere")})

    assert settings.seal_dir == tmp_path / "elsewhere"
    assert read_settings(overrides(tmp_path)).seal_dir == tmp_path / "seals"


def test_a_verification_names_the_newest_seal(app: Flask) -> None:
    one_record()
    seal = write_seal("daily")

    with reading() as session:
        verdict = verify(session)

    assert verdict.last_seal is not None
    assert (verdict.last_seal.sequence, verdict.last_seal.hash) == (1, seal.hash)


HASH = "a" * 64
WHOLE = {"at": "2026-11-24T10:00:00+09:00", "kind": "daily", "sequence": 0, "hash": "0" * 64}


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "null",
        json.dumps(WHOLE)[:-20],
        json.dumps(WHOLE | {"sequence": -1}),
        json.dumps(WHOLE | {"sequence": "1"}),
        json.dumps(WHOLE | {"sequence": True}),
        json.dumps(WHOLE | {"hash": "A" * 64}),
        json.dumps(WHOLE | {"hash": "a" * 63}),
        json.dumps(WHOLE | {"hash": None}),
        json.dumps(WHOLE | {"kind": "weekly"}),
        json.dumps(WHOLE | {"kind": []}),
        json.dumps(WHOLE | {"at": "yesterday"}),
        json.dumps(WHOLE | {"at": "2026-11-24T10:00:00"}),
        json.dumps({"at": WHOLE["at"]}),
    ],
)
def test_a_damaged_line_is_told_by_its_number(app: Flask, line: str) -> None:
    write_seal("daily")
    with seal_path().open("a") as file:
        file.write(f"{line}\n")
    write_seal("hand")

    with reading() as session:
        fault = verify(session).fault

    assert fault is not None
    assert (fault.kind, fault.number) == (FaultKind.SEAL_FILE, 2)
    assert fault.words == "封印の控えが壊れています 2行目"


def test_bytes_that_are_no_text_are_told(app: Flask) -> None:
    seal_path().parent.mkdir()
    seal_path().write_bytes(b"\xff\xfe\x00\n")

    assert read_seals(seal_path()).damaged_lines == [1]


def test_a_torn_last_line_does_not_spoil_the_next_seal(app: Flask) -> None:
    write_seal("daily")
    with seal_path().open("r+") as file:
        file.truncate(40)
    write_seal("interval")

    kept = read_seals(seal_path())

    assert kept.damaged_lines == [1]
    assert [seal.kind for seal in kept.seals] == ["interval"]


def test_two_seals_of_one_record_that_disagree_are_told(app: Flask) -> None:
    one_record()
    write_seal("daily")
    with seal_path().open("a") as file:
        file.write(json.dumps(WHOLE | {"sequence": 1, "hash": HASH}) + "\n")

    with reading() as session:
        fault = verify(session).fault

    assert fault is not None
    assert (fault.kind, fault.number) == (FaultKind.SEAL, 1)


def test_the_outcome_of_the_last_check_is_kept(app: Flask) -> None:
    assert last_check() is None
    with reading() as session:
        keep_last_check(verify(session).as_json())

    kept = last_check()

    assert kept is not None
    assert kept["unbroken"]
    assert kept["at"].tzinfo is not None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"at": 1}', '{"at": "x"}'])
def test_a_spoilt_outcome_counts_as_none(app: Flask, text: str) -> None:
    seal_path().parent.mkdir(exist_ok=True)
    (seal_path().parent / "last-check.json").write_text(text)

    assert last_check() is None
