"""Sending the same again computes and publishes nothing, unless something is still owed."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline import run
from pipeline.domain.status import Verdict
from pipeline.intake.receipts import FILE as RECEIPTS
from pipeline.warehouse.publishing import published
from pipeline.warehouse.reader import Reader
from pipeline.warehouse.store import Warehouse
from tests.foreign.library import CONFIG, write_all

CORRECTION = """\
form: {form}
unit: {unit}
period: 2019Q1
reason: {{zh: 试, en: trial}}
decided_by: {by}
decided_on: 2024-01-01
cells:
  - {{section: {section}, field: {field}, expected: "1", value: "2"}}
"""


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, run.Ingestion]:
    folder = tmp_path_factory.mktemp("library")
    write_all(folder / "inbox")
    return folder / "inbox", folder, run.ingest([folder / "inbox"], [CONFIG], folder / "data")


def test_the_same_files_again_are_duplicates_and_nothing_else(
    sent: tuple[Path, Path, run.Ingestion], monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, folder, first = sent
    monkeypatch.setattr(run, "compute", not_asked)
    monkeypatch.setattr(Warehouse, "publish", not_asked)
    again = run.ingest([inbox], [CONFIG], folder / "data")
    assert [file.verdict for file in again.files] == [Verdict.DUPLICATE] * len(first.files)
    assert again.publication == first.publication == published(folder / "data" / "processed")


KNOWN = """
import sys
from pathlib import Path
from pipeline import run
done = run.ingest([Path({inbox!r})], [Path({config!r})], Path({data!r}))
print({{str(file.verdict) for file in done.files}})
heavy = ("numpy", "pandas", "pandera", "pyarrow", "ibis", "python_calamine", "openpyxl")
print([name for name in heavy if name in sys.modules])
"""


def test_nothing_is_imported_for_files_that_are_known(
    sent: tuple[Path, Path, run.Ingestion],
) -> None:
    inbox, folder, _ = sent
    script = KNOWN.format(inbox=str(inbox), config=str(CONFIG), data=str(folder / "data"))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.splitlines() == ["{'duplicate'}", "[]"]


def test_what_a_killed_process_stored_is_published_by_the_next(
    sent: tuple[Path, Path, run.Ingestion], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, _, _ = sent
    data = tmp_path / "data"
    with monkeypatch.context() as cut:
        cut.setattr(run, "compute", power_cut)
        with pytest.raises(PowerCutError):
            run.ingest([inbox], [CONFIG], data)
    assert published(data / "processed") is None
    again = run.ingest([inbox], [CONFIG], data)
    assert {file.verdict for file in again.files} == {Verdict.DUPLICATE}
    assert again.publication is not None
    assert again.publication == published(data / "processed")


def test_a_stray_file_is_news_only_once(
    sent: tuple[Path, Path, run.Ingestion], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = tmp_path / "inbox"
    write_all(inbox)
    (inbox / "合影.jpg").write_bytes(b"\xff\xd8\xff")
    first = run.ingest([inbox], [CONFIG], tmp_path / "data")
    told = Reader(tmp_path / "data").rows("select file from finding where slug = $slug",
                                          {"slug": "not-a-spreadsheet"})  # fmt: skip
    assert told == [("inbox/合影.jpg",)]
    monkeypatch.setattr(Warehouse, "publish", not_asked)
    again = run.ingest([inbox], [CONFIG], tmp_path / "data")
    assert again.publication == first.publication
    (stray,) = [f for f in again.files if f.verdict is Verdict.UNREADABLE]
    assert [f.slug for f in stray.findings] == ["not-a-spreadsheet"]
    monkeypatch.undo()
    (inbox / "另一张.jpg").write_bytes(b"\xff\xd8\xff")
    other = run.ingest([inbox], [CONFIG], tmp_path / "data")
    assert other.publication is not None
    assert first.publication is not None
    assert other.publication.number == first.publication.number + 1


def test_a_failing_correction_is_told_on_every_run(
    sent: tuple[Path, Path, run.Ingestion], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, _, _ = sent
    config = tmp_path / "config"
    shutil.copytree(CONFIG, config)
    form = next(iter(run.load([CONFIG]).forms.values()))
    section, fields = next((name, part.fields) for name, part in form.sections.items())
    field = next(name for name, f in fields.items() if f.type == "integer")
    unit = next(u.code for u in run.load([CONFIG]).org_units if u.form_set)
    above = next(u.parent for u in run.load([CONFIG]).org_units if u.code == unit)
    (config / "corrections").mkdir(exist_ok=True)
    (config / "corrections" / "wrong.yml").write_text(CORRECTION.format(
        form=form.id, section=section, field=field, unit=unit, by=above), "utf-8")  # fmt: skip
    first = run.ingest([inbox], [config], tmp_path / "data")
    (failing,) = first.corrections
    monkeypatch.setattr(Warehouse, "publish", not_asked)
    assert run.ingest([inbox], [config], tmp_path / "data").corrections == [failing]


class PowerCutError(Exception):
    """Ends a test's import at a certain place."""


def not_asked(*_: object) -> None:
    raise AssertionError("nothing was new")


def power_cut(*_: object) -> None:
    raise PowerCutError


def found_and_seen(data: Path) -> tuple[int, list[int]]:
    with duckdb.connect(str(data / "processed" / "warehouse.duckdb"), read_only=True) as warehouse:
        findings = warehouse.execute("select count(*) from finding").fetchall()[0][0]
        seen = warehouse.execute("select seen from archive_file order by seen").fetchall()
    return findings, [times for (times,) in seen]


def test_what_is_sent_day_after_day_fills_no_table(tmp_path: Path) -> None:
    inbox, data = tmp_path / "inbox", tmp_path / "data"
    write_all(inbox)
    files = len(run.ingest([inbox], [CONFIG], data).files)
    before, journal = found_and_seen(data), data / "raw" / "archive" / RECEIPTS
    assert before[1] == [1] * files
    noted = journal.read_bytes()
    for _ in range(3):
        again = run.ingest([inbox], [CONFIG], data)
        assert {f.slug for file in again.files for f in file.findings} == {"duplicate-file"}
        assert found_and_seen(data) == before
        assert journal.read_bytes() == noted
    first = min(inbox.rglob("*.*"))
    renamed = first.rename(first.with_name(f"again_{first.name}"))
    for _ in range(2):
        (told,) = run.ingest([renamed], [CONFIG], data).files
        assert [f.slug for f in told.findings] == ["duplicate-file"]
        assert found_and_seen(data) == (before[0] + 1, [1] * (files - 1) + [2]), "another name"
        assert len(journal.read_bytes().splitlines()) == files + 1
    noted = journal.read_bytes()
    assert run.verify([CONFIG], data).agrees
    run.restore([CONFIG], data)
    assert found_and_seen(data) == (before[0] + 1, [1] * (files - 1) + [2])
    assert journal.read_bytes() == noted
    renamed.rename(first)
    assert len(run.ingest([inbox], [CONFIG], data).files) == files
    assert journal.read_bytes() == noted, "after that it is all known as before"
