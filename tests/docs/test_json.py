"""What ``--json`` prints has the documented fields and no others."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.cli import commands
from pipeline.cli.shapes import ingest_json
from pipeline.domain.finding import Finding, Place
from pipeline.domain.status import Verdict
from pipeline.domain.submission import RuleNotRun
from pipeline.reference.answers_table import paths
from pipeline.reference.cli_page import shapes
from pipeline.run import Ingestion
from pipeline.warehouse.loading import Stored
from pipeline.warehouse.reader import Reader

from .conftest import CONFIG


def documented(command: str) -> set[str]:
    return {path for path, *_ in paths(shapes()[command])}


def printed(answer: Any, above: str = "") -> Iterator[str]:
    """Yield the path of every field of an answer, written as the page writes them."""
    for name, value in answer.items():
        path = f"{above}{name}{'[]' if isinstance(value, list | tuple) else ''}"
        yield path
        for entry in value if isinstance(value, list | tuple) else ():
            if isinstance(entry, dict):
                yield from printed(entry, f"{path}.")


@pytest.mark.parametrize(
    "asked",
    [
        ("show", "micro_wishes_fulfilled"),
        ("trace", "members_total"),
        ("status",),
        ("lapses",),
        ("fact", "F034"),
        ("units", "AHX"),
    ],
    ids=lambda a: a[0],
)
def test_an_answer_has_the_documented_fields(asked: tuple[str, ...], reader: Reader) -> None:
    shared = ["--config", str(CONFIG), "--data", str(reader.data), "--lang", "en"]
    done = CliRunner().invoke(commands, [*shared, *asked, "--json"])
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    empty = tuple(f"{name}[]." for name, value in answer.items() if value == [])
    assert set(printed(answer)) == {p for p in documented(asked[0]) if not p.startswith(empty)}


def test_an_import_has_the_documented_fields() -> None:
    finding = Finding("file-empty", "error", Place("a.xlsx"))
    stored = Stored(
        "a.xlsx", "0" * 64, Verdict.WITHHELD, ((1, "funds", "A", "2024", 1),), (finding,),
        (RuleNotRun("funds", "funds", "r", "blank", "A", "2024", ("x",)),),
    )  # fmt: skip
    answer = asdict(ingest_json(Ingestion([stored], [finding]), "en"))
    assert set(printed(answer)) == documented("ingest")
