"""Data of another version of the program, asked on the command line."""

import json
from pathlib import Path

import duckdb
import pytest

from pipeline.cli import main
from pipeline.cli.options import OTHER
from tests.scenarios.town import SENT, take_in

ASKED = [
    ("show", "members", "--unit", "T1", "--period", "2024Q1"),
    ("trace", "members", "--unit", "T1", "--period", "2024Q1"),
    ("query", "select 1"),
    ("report", "2024Q1", "--unit", "T1"),
    ("status", "--unit", "T1"),
    ("serve", "--port", "1"),
]


@pytest.mark.parametrize("words", ASKED, ids=lambda words: words[0])
@pytest.mark.parametrize("layout", [0, None])
def test_every_verb_says_in_a_sentence_what_to_do(
    words: tuple[str, ...], layout: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    data = take_in(tmp_path / "town", SENT).data
    pointer = data / "processed" / "published.json"
    said = json.loads(pointer.read_text("utf-8"))
    pointer.write_text(json.dumps(said | {"layout": layout}), "utf-8")
    if layout is None:
        drop_column(data / "processed" / said["file"])
    as_json = ["--json"] if words[0] in ("show", "trace", "query", "status") else []
    monkeypatch.setattr("sys.argv", ["unionkpi", "--lang", "en", "--data", str(data), *words,
                                     *as_json])  # fmt: skip
    with pytest.raises(SystemExit) as left:
        main()
    heard = capsys.readouterr()
    assert left.value.code == OTHER
    assert heard.out == ""
    assert heard.err.strip().endswith("run unionkpi build once: it computes and publishes anew")


def drop_column(snapshot: Path) -> None:
    with duckdb.connect(str(snapshot)) as connection:
        connection.execute("alter table indicator_term drop column valid_from")
