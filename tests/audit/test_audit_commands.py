"""flask audit verify and flask audit seal: their words, their JSON, their exit status."""

import json

import pytest
from flask import Flask
from sqlalchemy import text

from portal.audit.events import Event
from portal.audit.record import program, record
from portal.audit.seals import last_check, read_seals, seal_path
from portal.db import writing


def two_records() -> None:
    for number in range(2):
        with writing():
            record(Event.RESIDENT_OPEN, by=program("test"), subjects=[number + 1], facts={"doses": 0, "vouchers": 0})


def move_head() -> None:
    with writing() as session:
        session.execute(text("UPDATE audit_head SET sequence = 3 WHERE id = 1"))


def test_an_unbroken_chain_ends_with_0_and_says_how_many_and_since_when(app: Flask) -> None:
    two_records()

    done = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert done.exit_code == 0
    assert "切れ目なくつながっています。記録 2件(令和" in done.output
    assert "封印がまだありません" in done.output


def test_a_broken_chain_ends_with_1_and_names_the_first_bad_record(app: Flask) -> None:
    two_records()
    move_head()

    done = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert done.exit_code == 1
    assert "最初の異常 3番: 末尾の記録が消されています" in done.output


def test_a_program_reads_the_outcome_as_json(app: Flask) -> None:
    two_records()

    done = app.test_cli_runner().invoke(args=["audit", "verify", "--json"])
    fine = json.loads(done.stdout)
    move_head()
    broken = app.test_cli_runner().invoke(args=["audit", "verify", "--json"])

    assert (fine["unbroken"], fine["records"], fine["fault"], fine["last_seal"]) == (True, 2, None, None)
    assert broken.exit_code == 1
    assert json.loads(broken.stdout)["fault"] == {
        "kind": "cut",
        "number": 3,
        "words": "3番: 末尾の記録が消されています",
        "note": "3番まであったはずです。",
    }


@pytest.mark.parametrize("arguments", [["verify", "--fix"], ["verify", "now"], ["mend"]])
def test_wrong_use_ends_with_2(app: Flask, arguments: list[str]) -> None:
    assert app.test_cli_runner().invoke(args=["audit", *arguments]).exit_code == 2


def test_verifying_writes_nothing_to_the_database_and_keeps_its_outcome_beside_the_seals(app: Flask) -> None:
    two_records()

    app.test_cli_runner().invoke(args=["audit", "verify"])
    done = app.test_cli_runner().invoke(args=["audit", "verify", "--json"])

    assert json.loads(done.stdout)["records"] == 2
    kept = last_check()
    assert kept is not None
    assert kept["records"] == 2


def test_a_seal_is_written_by_hand(app: Flask) -> None:
    two_records()

    done = app.test_cli_runner().invoke(args=["audit", "seal"])
    after = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert done.exit_code == 0
    assert "2番まで封印しました" in done.output
    assert [(seal.kind, seal.sequence) for seal in read_seals(seal_path()).seals] == [("hand", 2)]
    assert "2番(手動)" in after.output


def test_a_seal_that_cannot_be_written_ends_with_1_and_says_where_to_look(app: Flask) -> None:
    seal_path().parent.parent.joinpath("seals").write_text("a file where the folder should be")

    done = app.test_cli_runner().invoke(args=["audit", "seal"])

    assert done.exit_code == 1
    assert "PORTAL_SEAL_DIR" in done.output
