"""A county's figures computed by Spark Connect are those that were published."""

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import commands
from pipeline.distributed.comparison import COMPARED
from pipeline.distributed.lake import open_here, write_lake
from pipeline.distributed.measuring import measure
from pipeline.scenarios.definitions import published_catalogue
from pipeline.warehouse.reader import Reader
from tests.sail import sail

from .conftest import Step

COUNTS = """
select count(distinct indicator), count(distinct unit), count(*), count(distinct segment),
       count(carried) filter (carried > 0), count(estimate)
from indicator_value
"""


def test_spark_gives_every_published_value(data: Path, corrected: Step, tmp_path: Path) -> None:
    ((indicators, units, values, *kinds),) = Reader(data).rows(COUNTS)
    assert min(kinds) > 1, "no segments, nothing carried forward: the county proves too little"
    with sail() as url:
        asked = ["--data", str(data), "--lang", "en", "compare", "--spark", url]
        done = CliRunner().invoke(commands, [*asked, "--folder", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert f"{indicators} indicators, {units} units, {values} values, 0 differ;" in done.stdout
    assert list(tmp_path.iterdir()) == [], "scratch files were left"


def test_what_spark_is_compared_with_is_what_was_published(
    data: Path, corrected: Step, tmp_path: Path
) -> None:
    reader = Reader(data)
    catalogue = published_catalogue(reader)
    asked = f"select {COMPARED} from indicator_value"
    with reader.cursor() as cursor:
        write_lake(cursor, catalogue, tmp_path)
    with open_here(tmp_path, tmp_path / "spill") as here:
        measure(here, catalogue)
        again = Counter(here.execute(asked).fetchall())
    assert again == Counter(reader.rows(asked))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sc://127.0.0.1:1", "nobody answers (got “sc://127.0.0.1:1”)"),
        ("nowhere", "sc://HOST:PORT"),
    ],
)
def test_a_server_that_does_not_answer_is_named(
    url: str, words: str, data: Path, corrected: Step, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    from pipeline.cli import main

    argv = ["unionkpi", "--lang", "en", "--data", str(data), "compare", "--spark", url]
    monkeypatch.setattr("sys.argv", argv)
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 4
    assert words in capsys.readouterr().err
