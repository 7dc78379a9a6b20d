"""A draft is checked and kept, counts nowhere, and is handed in when its sender says so."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from pipeline import drafting, run
from pipeline.cli import commands
from pipeline.desk import Desk
from pipeline.domain.period import parse_period
from pipeline.domain.status import Verdict
from pipeline.domain.submission import SentFile
from pipeline.intake.archive import digest_of
from pipeline.intake.drafts import (
    FOLDER,
    Draft,
    clear_arriving,
    draft_content,
    drop_draft,
    keep_draft,
)
from pipeline.queries.answers import DraftList
from pipeline.warehouse.connection import OutOfMemory
from pipeline.warehouse.reader import Reader
from pipeline.wording.phrases import phrase
from tests.foreign.library import CONFIG, write_all


@pytest.fixture
def sent(tmp_path: Path) -> list[Path]:
    write_all(tmp_path / "inbox")
    return sorted(p for p in (tmp_path / "inbox").rglob("*") if p.is_file())


def invoked(data: Path, *words: str) -> tuple[int, str]:
    shared = ["--config", str(CONFIG), "--data", str(data)]
    done = CliRunner(env={"COLUMNS": "300"}).invoke(commands, [*shared, *words])
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
    assert f" {unit} " in listed
    assert draft.reports[0][2] not in re.sub(r"\S+\.xlsx", "", listed), "periods in words"
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


class PowerCut(BaseException):
    """Nothing runs after it, no tidying up either."""


def cut_after(steps: int, patch: pytest.MonkeyPatch) -> None:
    """Let the power fail after so many changes to the disk."""
    left = [steps]

    def until_cut(change: Callable[..., object]) -> Callable[..., object]:
        def changed(*given: object, **named: object) -> object:
            if left[0] <= 0:
                raise PowerCut
            left[0] -= 1
            return change(*given, **named)

        return changed

    for holder, name in ((os, "replace"), (shutil, "rmtree"), (Path, "unlink"), (Path, "rmdir"),
                         (Path, "write_bytes"), (Path, "write_text")):  # fmt: skip
        patch.setattr(holder, name, until_cut(getattr(holder, name)))


def draft(name: str, minute: int, content: bytes, *reports: str) -> tuple[Draft, bytes]:
    """A draft of some unit's reports."""
    keys = tuple(("counter", unit, "2024Q1") for unit in reports)
    about = Draft(digest_of(content), name, None, datetime(2024, 4, 1, 9, minute),
                  Verdict.ACCEPTED, 0, 0, keys)  # fmt: skip
    return about, content


@pytest.mark.parametrize(
    "newer", [draft("new", 1, b"new", "A"), draft("renamed", 1, b"old", "A")], ids=["other", "same"]
)
def test_a_power_cut_leaves_the_older_draft_or_the_newer(
    newer: tuple[Draft, bytes], tmp_path: Path
) -> None:
    older, seen = draft("old", 0, b"old", "A", "B"), set()
    for steps in range(20):
        data = tmp_path / str(steps)
        keep_draft(data, *older)
        with pytest.MonkeyPatch.context() as patch:
            cut_after(steps, patch)
            try:
                keep_draft(data, *newer)
                done = True
            except PowerCut:
                done = False
        (found,) = drafting.waiting(data, "A")
        assert draft_content(data, found) == (newer if found.name == newer[0].name else older)[1]
        seen.add(found.name)
        if done:
            break
    assert done
    assert found == newer[0]
    assert seen == {"old", newer[0].name}
    drop_draft(data, found)
    assert drafting.waiting(data) == []


def test_what_a_power_cut_left_behind_does_not_come_back(tmp_path: Path) -> None:
    """The newer draft is in place and the older not yet gone; then the newer is handed in."""
    older, newer = draft("old", 0, b"old", "A"), draft("new", 1, b"new", "A")
    keep_draft(tmp_path, *older)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "unlink", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            keep_draft(tmp_path, *newer)
    assert [one.name for one in drafting.waiting(tmp_path)] == ["new"]
    drop_draft(tmp_path, newer[0])
    assert drafting.waiting(tmp_path) == []


def test_drafts_of_several_senders_are_answered_together(sent: list[Path], tmp_path: Path) -> None:
    data, back = tmp_path / "data", tmp_path / "back"
    for number, path in enumerate(sent[:3]):
        drafting.save_drafts([path], [CONFIG], data, sender=f"clerk {number}")
    done = drafting.submit_drafts(drafting.waiting(data), [CONFIG], data, answers=back, page=False)
    told = json.loads((back / "answer.json").read_text("utf-8"))["files"]
    names = [path.name for path in sent[:3]]
    assert [file["file"] for file in told] == [answer.file for answer in done.answers] == names
    senders = Reader(data).rows("select name, sender from archive_file order by sender")
    assert senders == [(name, f"clerk {number}") for number, name in enumerate(names)]


def wrong(path: Path) -> Path:
    """The same workbook with words where a number belongs, and a wish beside it."""
    book = load_workbook(path)
    cell = next(
        cell
        for sheet in book.worksheets
        for cells in sheet.iter_rows(min_row=4)
        for cell in cells
        if isinstance(cell.value, int) and not isinstance(cell.value, bool)
    )
    cell.value = "若干"
    book.save(path)
    return path


def answered(data: Path, back: Path) -> list[dict[str, object]]:
    """Hand in all drafts, and what the answer says of each file."""
    drafting.submit_drafts(drafting.waiting(data), [CONFIG], data, answers=back, page=False)
    files: list[dict[str, object]] = json.loads((back / "answer.json").read_text("utf-8"))["files"]
    return files


@pytest.mark.parametrize("after", [0, 1, 2])
def test_handing_in_again_after_a_cut_gives_every_answer_that_was_due(
    after: int, sent: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power fails before anything is taken in, between two senders, and before the answer."""
    chosen = [wrong(next(p for p in sent if p.suffix == ".xlsx")), sent[-1]]
    calm, cut = tmp_path / "calm", tmp_path / "cut"
    for data in (calm, cut):
        for number, path in enumerate(chosen):
            drafting.save_drafts([path], [CONFIG], data, sender=f"clerk {number}")
    expected = answered(calm, tmp_path / "calm-back")
    assert sorted(str(file["verdict"]) for file in expected) == ["accepted", "withheld"]
    assert all(file["findings"] for file in expected)
    left, ingest = [after], run.ingest

    def until_cut(*given: object, **named: object) -> run.Ingestion:
        if not left[0]:
            raise PowerCut
        left[0] -= 1
        return ingest(*given, **named)  # type: ignore[arg-type]

    def no_answer(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(run, "ingest", until_cut)
        patch.setattr(drafting, "answer", no_answer)
        with pytest.raises(PowerCut):
            answered(cut, tmp_path / "back")
    assert not (tmp_path / "back").exists()
    assert len(drafting.waiting(cut)) == 2, "nobody was answered, so none is gone"
    assert answered(cut, tmp_path / "back") == expected
    assert drafting.waiting(cut) == []
    stored = Reader(cut).rows("select name, sender, seen from archive_file order by sender")
    assert [(name, sender) for name, sender, _ in stored] == [
        (path.name, f"clerk {number}") for number, path in enumerate(chosen)
    ]


def test_what_came_long_ago_is_still_said_to_have_come_before(
    sent: list[Path], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    run.ingest([sent[-1]], [CONFIG], data)
    drafting.save_drafts([sent[-1]], [CONFIG], data)
    (file,) = answered(data, tmp_path / "back")
    assert file["verdict"] == "duplicate"


def test_what_a_killed_process_left_half_written_is_cleared_at_the_next_start(
    sent: list[Path], tmp_path: Path
) -> None:
    """A process that is still writing keeps its folder; one that is gone loses it."""
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    source = (
        "import sys; from pathlib import Path; from pipeline.intake import drafts\n"
        "def wait(*_):\n    print('in', flush=True); sys.stdin.read()\n"
        "drafts.settle = wait\n"
        "from datetime import datetime; from pipeline.domain.status import Verdict\n"
        "about = drafts.Draft('0', 'a', None, datetime(2024, 4, 1), Verdict.ACCEPTED, 0, 0, ())\n"
        "drafts.keep_draft(Path(sys.argv[1]), about, b'x')\n"
    )
    writing = subprocess.Popen(
        [sys.executable, "-c", source, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with writing:
        assert writing.stdout is not None
        assert writing.stdout.readline() == b"in\n"
        assert len([p for p in folder.glob("arriving-*") if p.is_dir()]) == 1
        assert clear_arriving(tmp_path) == 0
        writing.kill()
        writing.wait()
    drafting.save_drafts([sent[-1]], [CONFIG], tmp_path)
    assert list(folder.glob("arriving-*")) == []
    assert len(drafting.waiting(tmp_path)) == 1


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
    saved = desk.save([SentFile("../x/" + sent[0].name, sent[0].read_bytes())], "zh")
    assert [f.verdict for f in saved.files] == ["accepted"]
    assert saved.publication is None
    unit = drafting.waiting(tmp_path / "data")[0].reports[0][1]
    (row,) = desk.drafts(unit).rows
    assert (row.name, desk.drafts(unit).elsewhere) == (sent[0].name, {})
    period = drafting.waiting(tmp_path / "data")[0].reports[0][2]
    calendars = run.load([CONFIG]).calendars
    assert [name.zh for name in row.periods] == [parse_period(period, calendars).label("zh")]
    other = desk.drafts("NOBODY")
    name = run.load([CONFIG]).unit_versions(unit)[-1].name.as_text()
    assert (other.rows, other.elsewhere) == ((), {unit: name}), "in names, not by codes"
    done = desk.submit_drafts(unit, "zh")
    assert done.publication == 1
    assert desk.drafts(unit) == DraftList()
    assert run.load([CONFIG]).forms


def test_the_desk_says_that_memory_did_not_suffice(
    sent: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def narrow(*_: object, **__: object) -> None:
        raise OutOfMemory(tmp_path, "2GB")

    monkeypatch.setattr(run, "compute", narrow)
    file = SentFile(sent[0].name, sent[0].read_bytes())
    done = Desk([CONFIG], tmp_path / "data").submit([file], "zh")
    assert (done.problem, done.files) == ("memory", ())
    assert "UNIONKPI_MEMORY" in phrase(f"upload.problem_{done.problem}")
