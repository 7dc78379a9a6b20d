"""The verb that hands a unit its own part."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import commands
from pipeline.warehouse.reader import Reader
from tests.scenarios.town import SENT, take_in


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return take_in(tmp_path_factory.mktemp("town"), SENT)


def invoke(data: Path, *words: str) -> Result:
    return CliRunner().invoke(commands, ["--data", str(data), *words])


def test_the_part_answers_for_its_units_and_for_no_other(town: Reader, tmp_path: Path) -> None:
    part = tmp_path / "T1"
    done = invoke(town.data, "extract", "--unit", "T1", "--out", str(part), "--parquet")
    assert done.exit_code == 0
    assert "4 个单位" in done.stdout
    assert f"unionkpi serve --data {part}" in done.stdout
    assert (part / "tables" / "book.parquet").exists()
    asked = ("show", "members", "--unit", "T1", "--period", "2024Q1", "--json")
    mine, theirs = (json.loads(invoke(data, *asked).stdout) for data in (part, town.data))
    assert mine["value"] == theirs["value"] == 36
    assert invoke(part, "query", "select count(*) from submission").stdout.split()[-1] == "4"


def test_a_folder_in_use_is_named_and_left_alone(town: Reader, tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_bytes(b"mine")
    refused = invoke(town.data, "--lang", "en", "extract", "--unit", "T1", "--out", str(tmp_path))
    assert refused.exit_code == 2
    assert f"{tmp_path} › the folder is not empty › name an empty or a new one" in refused.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["mine.xlsx"]
