"""The application: its headers, its health, its callbacks."""

import json
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from dashboards.app import create_app, warm_up
from dashboards.selection import is_known
from dashboards.serve import serve
from pipeline.warehouse.connection import OutOfMemory
from tests.dashboards.fake_questions import questions


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(object(), questions).server.test_client()


def ask(client: FlaskClient, output: str, inputs: list[dict], state: list[dict] | None = None,
        prop: str = "") -> dict:  # fmt: skip
    name, _, given = output.partition(".")
    body = {
        "output": output, "outputs": {"id": name, "property": given}, "inputs": inputs,
        "state": state or [], "changedPropIds": [prop],
    }  # fmt: skip
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.data
    return json.loads(answer.data)["response"][name]


def given(component: str, prop: str, value: object) -> dict:
    return {"id": component, "property": prop, "value": value}


def test_an_address_is_answered_with_its_page(client: FlaskClient) -> None:
    inputs = [given("address", "pathname", "/targets"), given("address", "search", "?lang=en")]
    page = ask(client, "page.children", inputs, prop="address.pathname")["children"]
    assert page["props"]["data-title"].startswith("Targets and pace")
    assert page["props"]["lang"] == "en"


@pytest.mark.parametrize(
    ("search", "words"), [("", "没有“/nowhere/else”这个网址"), ("?lang=en", "There is no address")]
)
def test_an_unknown_address_says_so_and_leads_home(
    client: FlaskClient, search: str, words: str
) -> None:
    inputs = [given("address", "pathname", "/nowhere/else"), given("address", "search", search)]
    page = str(ask(client, "page.children", inputs, prop="address.pathname"))
    assert words in page
    assert "'/overview" in page, "the way home"
    assert ("回到总览" in page) == (search == "")
    for known in ("/", "", None, "/overview", "/overview/"):
        assert is_known(known), known


@pytest.mark.parametrize(("search", "words"), [("", "内存不够"), ("?lang=en", "got 1GB")])
def test_a_page_that_needs_too_much_memory_says_so_in_the_language_asked(
    search: str, words: str
) -> None:
    class Narrow(type(questions)):  # type: ignore[misc]
        def default_selection(self, reader: object) -> tuple[str, str]:
            raise OutOfMemory(Path("processed"), "1GB")

    inputs = [given("address", "pathname", "/targets"), given("address", "search", search)]
    narrow = create_app(object(), Narrow()).server.test_client()
    assert words in str(ask(narrow, "page.children", inputs, prop="address.pathname"))


def test_running_a_query_puts_it_into_the_address(client: FlaskClient) -> None:
    state = [given("sql-text", "value", "select 1"), given("address", "pathname", "/sql"),
             given("address", "search", "?unit=X1&query=broken")]  # fmt: skip
    answer = ask(
        client, "address.href", [given("sql-run", "n_clicks", 1)], state, "sql-run.n_clicks"
    )
    assert answer["href"] == "/sql?unit=X1&sql=select+1"


def test_a_download_is_csv(client: FlaskClient) -> None:
    inputs = [given("sql-download", "n_clicks", 1), given("sql-excel", "n_clicks", None)]
    state = [
        given("sql-text", "value", "select 1"),
        given("address", "search", "?as_of=2026-07-10"),
    ]
    answer = ask(client, "download.data", inputs, state, "sql-download.n_clicks")
    assert answer["data"]["content"].startswith("\ufeffunit_code,'=name,members")


def test_a_download_is_a_workbook_in_the_language_of_the_page(client: FlaskClient) -> None:
    inputs = [given("sql-download", "n_clicks", 1), given("sql-excel", "n_clicks", 1)]
    text = "select unit_code, members\nfrom current_membership"
    state = [given("sql-text", "value", text), given("address", "search", "?lang=en")]
    answer = ask(client, "download.data", inputs, state, "sql-excel.n_clicks")
    assert answer["data"]["filename"].startswith("Members_by_township_publication_")
    sheet = load_workbook(BytesIO(b64decode(answer["data"]["content"]))).worksheets[0]
    assert sheet["A1"].value == "Members by township"
    heads = next(row for row in sheet.iter_rows(values_only=True) if row[1] == "=name")
    assert heads[2].endswith("members")


def test_a_query_that_fails_downloads_nothing(client: FlaskClient) -> None:
    body = {
        "output": "download.data", "outputs": {"id": "download", "property": "data"},
        "inputs": [given("sql-download", "n_clicks", None), given("sql-excel", "n_clicks", 1)],
        "state": [given("sql-text", "value", "selct"), given("address", "search", "")],
        "changedPropIds": ["sql-excel.n_clicks"],
    }  # fmt: skip
    assert client.post("/_dash-update-component", json=body).status_code == 204


def test_a_page_may_load_nothing_from_elsewhere(client: FlaskClient) -> None:
    headers = client.get("/overview").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_fonts_are_kept_and_answers_are_not(client: FlaskClient) -> None:
    with client.get("/assets/fonts/noto-sans-sc-latin-wght-normal.woff2") as font:
        assert "immutable" in font.headers["Cache-Control"]
    assert client.get("/_dash-layout").headers["Cache-Control"] == "no-store"


def test_it_says_that_it_is_alive(client: FlaskClient) -> None:
    assert client.get("/healthz").status_code == 200


def test_two_applications_do_not_share_callbacks() -> None:
    first, second = create_app(object(), questions), create_app(object(), questions)
    assert first.callback_map.keys() == second.callback_map.keys()


def test_warming_up_makes_every_page() -> None:
    warm_up(create_app(object(), questions), object(), questions)


def test_serving_listens_where_it_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict = {}
    monkeypatch.setattr("waitress.serve", lambda server, **kept: asked.update(kept))
    serve(object(), "127.0.0.1", 8099, questions)
    assert (asked["host"], asked["port"]) == ("127.0.0.1", 8099)
