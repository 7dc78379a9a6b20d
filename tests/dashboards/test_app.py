"""The application: its headers, its health, its callbacks."""

import json
from base64 import b64decode
from contextlib import closing
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from dashboards.app import create_app, warm_up
from dashboards.listening import listening
from dashboards.selection import is_known
from dashboards.serve import ready_app, serve
from pipeline.warehouse.connection import OutOfMemory
from tests.dashboards.fake_questions import questions
from tests.dashboards.reading import links, only, page, words


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
    typed = [given("address", "pathname", "/%E6%8A%A5%E9%80%81"), inputs[1]]
    page = str(ask(client, "page.children", typed, prop="address.pathname"))
    assert "“/报送”" in page, "as it was typed"
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
    assert run(client, "select 1", "?unit=X1&query=broken") == "/sql?unit=X1&sql=select+1"


def run(client: FlaskClient, text: str, search: str, **typed: str | None) -> str:
    """The address after pressing Run, with what was typed for parameters."""
    ids = [{"type": "parameter", "name": name} for name in typed]
    values = [given(one, "value", typed[one["name"]]) for one in ids]  # type: ignore[arg-type]
    names = [given(one, "id", one) for one in ids]  # type: ignore[arg-type]
    state = [given("sql-text", "value", text), values, names,
             given("address", "pathname", "/sql"), given("address", "search", search)]  # fmt: skip
    clicked = [given("sql-run", "n_clicks", 1)]
    known = client.get("/_dash-dependencies").get_json()
    output = next(d["output"] for d in known if d["inputs"][0]["id"] == "sql-run")
    parts = [part.rsplit(".", 1) for part in output.strip(".").split("...")]
    body = {
        "output": output, "outputs": [{"id": i, "property": p} for i, p in parts],
        "inputs": clicked, "state": state, "changedPropIds": ["sql-run.n_clicks"],
    }  # fmt: skip
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.data
    return str(answer.get_json()["response"]["address"]["href"])


def test_what_is_typed_for_a_parameter_joins_what_was_chosen(client: FlaskClient) -> None:
    search = "?unit=X1&query=late&values=unit%3DX102%26days%3D3"
    named = run(client, "select $unit, $period, $days", search, days=" 7 ")
    assert named == "/sql?unit=X1&query=late&values=unit%3DX102%26days%3D7"
    blank = run(client, "select $unit, $period, $days", search, days=None)
    assert blank == "/sql?unit=X1&query=late&values=unit%3DX102", "its default again"
    changed = run(client, "select $unit", search, days="7")
    assert changed.startswith("/sql?unit=X1&query=late&sql=select+%24unit&values=")
    assert run(client, "select 1", search, days="7") == "/sql?unit=X1&sql=select+1"


def test_a_value_that_cannot_be_leaves_the_others_as_they_were_set() -> None:
    made = page("/sql?query=late&values=unit%3Dnope%26days%3D7%26since%3D2026-07-01")
    fields = {one.id["name"]: one for one in only(made, "Input") if isinstance(one.id, dict)}
    assert {name: field.value for name, field in fields.items()} == {
        "unit": "", "days": "7", "since": "2026-07-01"
    }  # fmt: skip
    assert (fields["since"].type, fields["days"].type) == ("date", "text")
    assert "没有这个单位：nope" in words(made)


def test_units_that_may_be_meant_are_links_that_keep_the_other_values(
    client: FlaskClient,
) -> None:
    made = page("/sql?query=late&values=unit%3D总工会%26days%3D7&lang=en")
    assert "no one unit is called just so" in words(made)
    for code in ("X101", "X102"):
        assert f"query=late&values=unit%3D{code}%26days%3D7&lang=en" in " ".join(links(made))
    _, said = saved(client, "sql-download", "select $unit, $period, $days", "?query=late",
                    unit="总工会", days="9")  # fmt: skip
    assert "query=late&values=unit%3DX102%26days%3D9" in said, "what is typed stays too"


def test_the_workbook_of_a_query_says_its_parameters(client: FlaskClient) -> None:
    search = "?query=late&values=unit%3DX102"
    for days, told in ((None, "3"), (" 12 ", "12")):
        data, _ = saved(client, "sql-excel", "select $unit, $period, $days", search, days=days)
        sheet = load_workbook(BytesIO(b64decode(data["content"]))).worksheets[0]
        assert any(
            f"（X102）；报告期：最近一期；迟几天：{told}；从哪天起：不限" in str(cell.value)
            for cell in sheet["A"]
        ), "what is typed counts though it was not run"


DOWNLOAD = "..download.data...sql-said.children.."


def saved(client: FlaskClient, button: str, text: str, search: str, **typed: str | None) -> tuple:
    """What pressing a button saves, and what it says."""
    clicks = [given(name, "n_clicks", 1 if name == button else None)
              for name in ("sql-download", "sql-excel")]  # fmt: skip
    body = {
        "output": DOWNLOAD,
        "outputs": [{"id": "download", "property": "data"},
                    {"id": "sql-said", "property": "children"}],
        "inputs": clicks, "state": of_download(text, search, **typed),
        "changedPropIds": [f"{button}.n_clicks"],
    }  # fmt: skip
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.data
    response = answer.get_json()["response"]
    return response.get("download", {}).get("data"), str(response["sql-said"]["children"])


def of_download(text: str, search: str, **typed: str | None) -> list:
    """What a download is made of."""
    ids = [{"type": "parameter", "name": name} for name in typed]
    values = [given(one, "value", typed[one["name"]]) for one in ids]  # type: ignore[arg-type]
    names = [given(one, "id", one) for one in ids]  # type: ignore[arg-type]
    return [given("sql-text", "value", text), values, names, given("address", "search", search)]


def test_a_download_is_of_the_reader_that_the_page_asks() -> None:
    asked: list[tuple] = []

    class Noting(type(questions)):  # type: ignore[misc]
        def reader_as(self, reader: object, *chosen: object) -> object:
            asked.append(chosen)
            return reader

    noting = create_app(object(), Noting()).server.test_client()
    search = "?unit=X1&period=SY2026&as_of=2026-07-10&tree=now"
    saved(noting, "sql-download", "select 1", search)
    assert asked == [(date(2026, 7, 10), "now", "SY2026")], "a period may ask for a calendar"


def test_a_download_is_csv(client: FlaskClient) -> None:
    data, said = saved(client, "sql-download", "select 1", "?as_of=2026-07-10")
    assert data["content"].startswith("\ufeffunit_code,'=name,members")
    assert said == "[]", "what was said of the one before is gone"


@pytest.mark.parametrize("button", ["sql-download", "sql-excel"])
def test_a_download_that_was_cut_says_so(button: str) -> None:
    class Cut(type(questions)):  # type: ignore[misc]
        def run_sql(self, *given: object, **named: object) -> object:
            return replace(questions.run_sql(*given, **named), more=True)

    cut = create_app(object(), Cut()).server.test_client()
    data, said = saved(cut, button, "select 1", "?lang=en")
    assert data["content"]
    rows = len(questions.run_sql(object(), "select 1").rows)
    assert f"Cut at {rows} row" in said
    assert "there are more" in said


def test_a_download_is_a_workbook_in_the_language_of_the_page(client: FlaskClient) -> None:
    text = "select unit_code, members\nfrom current_membership"
    data, _ = saved(client, "sql-excel", text, "?lang=en")
    assert data["filename"].startswith("Members_by_township_publication_")
    sheet = load_workbook(BytesIO(b64decode(data["content"]))).worksheets[0]
    assert sheet["A1"].value == "Members by township"
    heads = next(row for row in sheet.iter_rows(values_only=True) if row[1] == "=name")
    assert heads[2].endswith("members")


@pytest.mark.parametrize("button", ["sql-download", "sql-excel"])
@pytest.mark.parametrize(
    ("text", "search", "words"),
    [
        ("selct", "", ["查询没有执行。", "“selct”附近写错了", "syntax error at"]),
        ("selct", "?lang=en", ["The query did not run.", "wrong near “selct”"]),
        ("select $unit", "?query=late&values=unit%3Dnope", ["没有这个单位：nope"]),
        (" ", "", ["还没有写查询语句。"]),
        ("", "?lang=en", ["No query has been written yet."]),
    ],
)
def test_a_query_that_fails_downloads_nothing_and_says_why(
    client: FlaskClient, button: str, text: str, search: str, words: list[str]
) -> None:
    data, said = saved(client, button, text, search)
    assert data is None
    for word in words:
        assert word in said


def test_a_download_that_breaks_says_so_without_the_reason(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken(type(questions)):  # type: ignore[misc]
        def run_sql(self, *_: object, **__: object) -> object:
            raise RuntimeError("/secret/path")

    broken = create_app(object(), Broken()).server.test_client()
    data, said = saved(broken, "sql-download", "select 1", "?lang=en")
    assert data is None
    assert "The file could not be made" in said
    assert "secret" not in said
    assert "/secret/path" in caplog.text


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


def test_it_is_served_where_the_caller_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict = {}
    monkeypatch.setattr("waitress.serve", lambda server, **kept: asked.update(kept))
    with closing(listening("localhost", 0)[0]) as one:
        serve(ready_app(object(), "127.0.0.1", questions), [one])
        assert asked["sockets"] == [one]
