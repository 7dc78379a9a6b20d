"""A draft is checked and kept, counts nowhere, and is handed in when its sender says so."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import drafting, run
from pipeline.cli import commands
from pipeline.desk import Desk
from pipeline.domain.status import Verdict
from pipeline.intake.drafts import FOLDER
from pipeline.warehouse.reader import Reader
from tests.foreign.library import CONFIG, write_all


@pytest.fixture
def sent(tmp_path: Path) -> list[Path]:
    write_all(tmp_path / "inbox")
    return sorted(p for p in (tmp_path / "inbox").rglob("*") if p.is_file())


def invoked(data: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(commands, ["--config", str(CONFIG), "--data", str(data), *words])
    return done.exit_code, done.output


def test_a_draft_counts_nowhere_until_it_is_submitted(sent: list[Path], tmp_path: Path) -> None:
    data = tmp_path / "data"
    code, said = invoked(data, "ingest", str(sent[0]), "--draft", "--sender", "clerk")
    assert code == 0, said
    assert "存为草稿" in said
    assert not (data / "processed").exists(), "nothing is stored or published"
    assert not (data / "raw" / "archive").exists()
    (draft,) = drafting.waiting(data)
    assert (draft.name, draft.sender, draft.verdict) == (sent[0].name, "clerk", Verdict.ACCEPTED)
    unit = draft.reports[0][1]
    assert [d.sha256 for d in drafting.waiting(data, unit)] == [draft.sha256]
    assert drafting.waiting(data, "nobody") == []
    listed = invoked(data, "drafts")[1]
    assert listed.startswith("草稿 1 份")
    assert unit in listed
    assert "Saved by" in invoked(data, "--lang", "en", "drafts")[1]

    code, said = invoked(data, "submit", "--unit", unit)
    assert code == 0, said
    told = Reader(data).rows("select name, sender, verdict from archive_file")
    assert told == [(sent[0].name, "clerk", "accepted")]
    assert drafting.waiting(data) == []
    code, said = invoked(data, "submit", "--unit", unit)
    assert code == 1
    assert "没有这个单位的草稿" in said


def test_a_newer_draft_takes_the_place_of_the_older(sent: list[Path], tmp_path: Path) -> None:
    data = tmp_path / "data"
    drafting.save_drafts([sent[0]], [CONFIG], data)
    again = tmp_path / ("again" + sent[0].suffix)
    again.write_bytes(sent[0].read_bytes() + b"")
    drafting.save_drafts([again], [CONFIG], data)
    (draft,) = drafting.waiting(data)
    assert draft.name == again.name


def test_what_is_no_draft_is_passed_over(sent: list[Path], tmp_path: Path) -> None:
    data = tmp_path / "data"
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"no workbook")
    (file,) = drafting.save_drafts([broken], [CONFIG], data).files
    assert file.verdict is Verdict.UNREADABLE
    assert drafting.waiting(data) == []
    torn = data / FOLDER / "abc"
    torn.mkdir(parents=True)
    (torn / "draft.json").write_text('{"sha256": "ab', "utf-8")
    drafting.save_drafts([sent[0]], [CONFIG], data)
    assert len(drafting.waiting(data)) == 1


def test_the_desk_keeps_and_submits_drafts(sent: list[Path], tmp_path: Path) -> None:
    desk = Desk([CONFIG], tmp_path / "data")
    saved = desk.save("../x/" + sent[0].name, sent[0].read_bytes(), "zh")
    assert [f.verdict for f in saved.files] == ["accepted"]
    assert saved.publication is None
    unit = drafting.waiting(tmp_path / "data")[0].reports[0][1]
    assert [d.name for d in desk.drafts(unit)] == [sent[0].name]
    done = desk.submit_drafts(unit, "zh")
    assert done.publication == 1
    assert desk.drafts(unit) == ()
    assert run.load([CONFIG]).forms
