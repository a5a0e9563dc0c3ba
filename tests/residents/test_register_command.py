"""flask residents import, as it is scripted against."""

import json
from pathlib import Path

import pytest
from flask import Flask

from portal.intake.models import FileImport
from portal.intake.rules import ImportState
from portal.jobs.models import Job, JobState
from portal.residents.models import Resident
from tests.intake.importing import all_rows
from tests.residents.register_rows import a_register, a_row, many_rows


@pytest.fixture
def run(app: Flask, tmp_path: Path):
    def command(content: bytes, *options: str):
        path = tmp_path / "register.csv"
        path.write_bytes(content)
        return app.test_cli_runner().invoke(args=["residents", "import", str(path), *options])

    return command


def test_a_sound_file_is_checked_and_left_for_the_screen(run) -> None:
    result = run(a_register(many_rows(2)))

    assert result.exit_code == 0
    assert "新しい 2" in result.output
    assert "まだ反映していません" in result.output
    assert all_rows(Resident) == []
    assert [job.state for job in all_rows(Job)] == [JobState.DONE]


def test_apply_takes_the_file_over(run) -> None:
    result = run(a_register(many_rows(2)), "--apply")

    assert result.exit_code == 0
    assert "2行を反映しました" in result.output
    assert len(all_rows(Resident)) == 2


def test_faults_end_with_one_and_name_row_and_column_but_no_value(run) -> None:
    result = run(a_register([a_row(), a_row(宛名番号="2", カナ="見本花子")]), "--apply")

    assert result.exit_code == 1
    assert "3行目 カナ: カナの欄に漢字があります" in result.output
    assert "見本花子" not in result.output
    assert len(all_rows(Resident)) == 1


def test_json_says_the_same(run) -> None:
    told = json.loads(run(a_register([a_row(), a_row(宛名番号="2", 性別="9")]), "--json").output)

    assert (told["state"], told["rows"], told["new"], told["faulty"]) == ("checked", 2, 1, 1)
    assert told["faulty_cells"][0]["row"] == 3
    assert told["faulty_cells"][0]["column"] == "性別"


def test_a_file_that_cannot_be_read_says_why(run) -> None:
    result = run(b"PK\x03\x04xxxxxxxx")

    assert result.exit_code == 1
    assert "このファイルは取り込めません" in result.output
    assert "Excel" in result.output


def test_a_file_that_breaks_off_says_where(run) -> None:
    result = run(a_register(many_rows(2)) + b'"open', "--json")

    assert result.exit_code == 1
    told = json.loads(result.output)
    assert told["state"] == "unreadable"
    assert "4行目の引用符" in told["reasons"][0]


def test_nothing_is_left_staged_where_nothing_changes(run) -> None:
    run(a_register(many_rows(2)), "--apply")

    assert run(a_register(many_rows(2)), "--apply").exit_code == 0
    assert [file.state for file in all_rows(FileImport)] == [ImportState.APPLIED] * 2


def test_a_file_without_a_sound_row_is_not_applied(run) -> None:
    result = run(a_register([a_row(性別="9")]), "--apply")

    assert result.exit_code == 1
    assert "誤りのない行がない" in result.output


def test_wrong_use_ends_with_two(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["residents", "import", "no-such-file.csv"]).exit_code == 2
    assert app.test_cli_runner().invoke(args=["residents", "import"]).exit_code == 2
