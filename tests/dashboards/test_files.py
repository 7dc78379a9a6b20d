"""Files to download: the list of owed reports as a workbook."""

import io

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from dashboards.app import create_app
from tests.dashboards.fake_questions import questions
from tests.dashboards.reading import links, page


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(object(), questions).server.test_client()


def test_the_list_of_the_page_comes_as_a_workbook(client: FlaskClient) -> None:
    answer = client.get("/files/owed.xlsx?unit=X1&period=2026Q3")
    assert answer.status_code == 200
    assert "attachment; filename*=UTF-8''" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["催报名单", "催报文字", "待改文件"]
    states = {row[4].value for row in book["催报名单"].iter_rows(min_row=5)}
    assert states
    assert states <= {"未报", "退回"}
    files = book["待改文件"]
    assert files["D5"].value == "=表.xlsx"
    assert files["D5"].data_type == "s"
    assert files["D5"].quotePrefix
    assert [files.cell(5, c).value for c in (5, 6, 7)] == [2, 0, 1]


def test_of_one_reporter_the_workbook_holds_no_other(client: FlaskClient) -> None:
    every = client.get("/files/owed.xlsx?unit=X1&period=2026Q3")
    sheet = load_workbook(io.BytesIO(every.data))["催报名单"]
    codes = {row[0].value for row in sheet.iter_rows(min_row=5)}
    assert len(codes) > 1
    one = sorted(map(str, codes))[0]
    answer = client.get(f"/files/owed.xlsx?unit=X1&period=2026Q3&reporter={one}")
    sheet = load_workbook(io.BytesIO(answer.data))["催报名单"]
    assert {row[0].value for row in sheet.iter_rows(min_row=5)} == {one}


def test_the_language_of_the_page_is_that_of_the_workbook(client: FlaskClient) -> None:
    answer = client.get("/files/owed.xlsx?unit=X1&period=2026Q3&lang=en")
    assert load_workbook(io.BytesIO(answer.data)).sheetnames == [
        "Owed reports", "Reminders", "Files to correct",
    ]  # fmt: skip


def test_an_unknown_unit_has_no_list(client: FlaskClient) -> None:
    assert client.get("/files/owed.xlsx?unit=NOPE&period=2026Q3").status_code == 404


def test_the_forms_of_the_units_below_come_added_up(client: FlaskClient) -> None:
    answer = client.get("/files/summary.xlsx?unit=X1&period=2026Q3")
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.data))["会员表 1"]
    assert [cell.value for cell in sheet[6]] == ["合计", 42, 37, 51871]
    assert sheet["D7"].value is None, "what nobody said is blank"
    assert client.get("/files/summary.xlsx?unit=NOPE&period=2026Q3").status_code == 404


def test_the_page_of_reports_leads_to_the_summaries() -> None:
    body = links(page("/reporting?unit=X1&period=2026Q3"))
    assert any(link.startswith("/files/summary.xlsx?unit=X1") for link in body)
