"""What a file carries besides cells is mentioned, and neither followed nor run."""

import io
import zipfile
from pathlib import Path

import pytest

from benchmarks.formats import as_xls
from pipeline.intake.workbook import Sheet, read_workbook
from pipeline.templates.content import SheetContent
from pipeline.wording.messages import as_line
from tests.intake.county import read, write

MEMBERS = {"employees_total": 120, "members_total": 100}
SENTENCES = {
    "external-links": (
        "a.xlsx › 文件里有指向其他文件的链接，没有打开那些文件，只读了表里存着的数。 › "
        "请核对这些数是不是最新的；最好把公式粘贴为数值再发。",
        "a.xlsx › The file links to other files; these were not opened, and the values stored in "
        "the cells were read. › Check that they are up to date; better paste the formulas as "
        "values before sending.",
    ),
    "macros-not-run": (
        "a.xlsx › 文件里有宏，没有运行，只读了单元格里的数。 › 报表用不着宏，请另存为 .xlsx 再发。",
        "a.xlsx › The file holds macros; they were not run, and only the cells were read. › "
        "A report needs no macros; save it as .xlsx next time.",
    ),
    "embedded-objects": (
        "a.xlsx › 文件里嵌着别的文件或控件，没有打开。 › "
        "嵌入的东西里有报表数字的，请把数字填进格子再发。",
        "a.xlsx › The file has other files or controls embedded in it; they were not opened. › "
        "If they hold figures of the report, enter these in cells and send it again.",
    ),
}


@pytest.mark.parametrize(
    ("member", "slug"),
    [
        ("xl/externalLinks/externalLink1.xml", "external-links"),
        ("xl/vbaProject.bin", "macros-not-run"),
        ("xl/embeddings/oleObject1.bin", "embedded-objects"),
        ("xl/activeX/activeX1.bin", "embedded-objects"),
    ],
)
def test_it_is_mentioned_and_the_cells_are_read(tmp_path: Path, member: str, slug: str) -> None:
    path = tmp_path / "a.xlsx"
    write(path, SheetContent("membership", rows=[MEMBERS]))
    with zipfile.ZipFile(path, "a") as bundle:
        bundle.writestr(member, b"\0")
    (one,) = read(path, archive=tmp_path / "archive")
    assert one.sections[0].columns["members_total"] == [100]
    (found,) = one.findings
    assert (found.slug, found.severity) == (slug, "warning")
    assert (as_line(found, "zh", strict=True), as_line(found, "en", strict=True)) == SENTENCES[slug]


def test_macros_of_an_old_workbook_are_mentioned() -> None:
    plain = as_xls([Sheet("表", [["x"]])])
    assert plain is not None
    assert read_workbook(plain, ".xls").notices == []
    with_macros = plain + "_VBA_PROJECT_CUR".encode("utf-16-le").ljust(512, b"\0")
    assert read_workbook(with_macros, ".xls").notices == [("macros-not-run", {})]


def test_an_ordinary_workbook_carries_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write(path, SheetContent("membership", rows=[MEMBERS]))
    assert read_workbook(path.read_bytes(), ".xlsx").notices == []
    assert "xl/vbaProject.bin" not in zipfile.ZipFile(io.BytesIO(path.read_bytes())).namelist()
