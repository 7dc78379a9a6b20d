"""Files that mean harm: each comes to its own verdict, and to nothing worse."""

import zipfile
from pathlib import Path

import pytest

from benchmarks import hostile
from benchmarks.corpus import Outcomes, read_all, surprises
from pipeline.intake import arrivals
from pipeline.intake.guards import UnreadableFileError
from pipeline.intake.ods_scan import scan_ods
from pipeline.intake.workbook import read_workbook
from tests.intake.county import catalogue


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    folder = tmp_path_factory.mktemp("hostile")
    hostile.write_all(folder / "hostile")
    return read_all([folder / "hostile"], catalogue(), folder, deadline=120)


def test_none_breaks_the_reader_or_comes_to_nothing(found: Outcomes) -> None:
    names = {file.name.split("/")[1] for file in found.files}
    assert names == set(hostile.FILES) == set(hostile.EXPECTED)
    assert (found.crashes, found.without_verdict) == ([], [])
    assert all(file.findings for file in found.files)


def test_each_comes_to_what_it_must(found: Outcomes) -> None:
    assert surprises(found) == []


def test_an_outside_file_is_not_read_into_a_sheet(found: Outcomes) -> None:
    (one,) = [file for file in found.files if "outside-entity" in file.name]
    assert one.sections == []


def test_a_surprise_is_told() -> None:
    assert len(surprises(Outcomes())) == len(hostile.EXPECTED)


def test_bundles_in_bundles_share_one_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "LARGEST_BUNDLE", 2500)
    inner = hostile.packed({"a.csv": b"x" * 900, "b.csv": b"y" * 900})
    for name in ("one.zip", "two.zip"):
        (tmp_path / name).write_bytes(inner)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as bundle:
        for name in ("one.zip", "two.zip"):
            bundle.write(tmp_path / name, name)
    sent = {s.name: s.problem for s in arrivals.sent_files([tmp_path / "all.zip"])}
    assert sent == {
        "all.zip/one.zip/a.csv": None,
        "all.zip/one.zip/b.csv": None,
        "all.zip/two.zip/a.csv": "archive-member-refused",
        "all.zip/two.zip/b.csv": "archive-member-refused",
    }


def test_what_is_blank_may_be_repeated_for_ever() -> None:
    xml = (
        b'<table:table table:name="A"><table:table-row><table:table-cell '
        b'office:value-type="float" office:value="1"/><table:table-cell '
        b'table:number-columns-repeated="16383"/></table:table-row><table:table-row '
        b'table:number-rows-repeated="1048575"><table:table-cell/></table:table-row></table:table>'
    )
    (sheet,) = scan_ods(xml)
    assert (sheet.last_row, sheet.last_column) == (0, 0)


def test_a_filled_cell_may_not() -> None:
    with pytest.raises(UnreadableFileError, match="sheet-too-wide") as refused:
        read_workbook(hostile.repeated_cells(4000, 4000), ".ods")
    assert refused.value.sheet == "表"
    book = read_workbook(hostile.repeated_cells(3, 2), ".ods")
    assert book.sheets[0].rows == [[1.0, 1.0]] * 3
