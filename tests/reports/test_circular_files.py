"""``make_file``: each file of a circular as bytes, made from the same answers."""

import zipfile
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from pipeline.queries.questions import NotFound
from pipeline.reports.circular_files import make_file
from tests.definitions.folders import PLAN
from tests.queries.office import Office, open_office

from .test_all_below import OF_A_UNION

CHARTS = {"targets", "trends", "ranking", "received"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("files"), plan=PLAN, union=OF_A_UNION)


def names(content: bytes) -> set[str]:
    with zipfile.ZipFile(BytesIO(content)) as bundle:
        assert bundle.testzip() is None
        return set(bundle.namelist())


def test_a_page_a_document_and_a_workbook_are_files_of_their_own(office: Office) -> None:
    made = {k: make_file(office.reader, "C1", "2024Q1", k, "zh") for k in ("html", "docx", "xlsx")}
    assert {k: one.name for k, one in made.items()} == {k: f"C1_2024Q1.{k}" for k in made}
    title = "东县总工会2024年第一季度目标完成情况通报"
    assert f"<h1>{title}</h1>" in made["html"].content.decode()
    assert title in [p.text for p in Document(BytesIO(made["docx"].content)).paragraphs]
    assert load_workbook(BytesIO(made["xlsx"].content)).sheetnames


def test_all_files_and_charts_come_bundled(office: Office) -> None:
    charts = make_file(office.reader, "C1", "2024Q1", "charts", "zh")
    assert charts.name == "C1_2024Q1_图.zip"
    drawn = names(charts.content)
    assert {name.removeprefix("C1_2024Q1_").split(".")[0] for name in drawn} <= CHARTS
    assert {name.rsplit(".")[1] for name in drawn} == {"svg", "png"}
    every = make_file(office.reader, "C1", "2024Q1", "all", "en")
    assert every.name == "C1_2024Q1_en_files.zip"
    assert {name for name in names(every.content) if not name.endswith(("svg", "png"))} == {
        f"C1_2024Q1_en.{suffix}" for suffix in ("html", "docx", "xlsx")
    }


def test_the_units_below_come_in_one_file_or_each_with_its_own(office: Office) -> None:
    page = make_file(office.reader, "C1", "2024Q1", "one_page", "zh")
    assert page.name == "C1_2024Q1_逐级.html"
    assert page.content.decode().count("<article") == 4
    each = make_file(office.reader, "C1", "2024Q1", "below", "zh")
    found = {name for name in names(each.content) if name.endswith(".docx")}
    assert found == {f"{unit}_2024Q1.docx" for unit in ("C1", "T1", "T2", "G4")}


def test_a_unit_that_is_not_there_has_no_file(office: Office) -> None:
    with pytest.raises(NotFound):
        make_file(office.reader, "C9", "2024Q1", "html", "zh")
