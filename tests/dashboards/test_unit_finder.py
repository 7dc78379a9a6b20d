"""The field that finds a unit: what it lists, and where Enter leads."""

import pytest
from flask.testing import FlaskClient

from dashboards.app import create_app
from tests.dashboards.fake_questions import questions
from tests.dashboards.reading import only, page
from tests.dashboards.test_app import ask, given

FIELD, LIST = "unit-find", "unit-found"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(object(), questions).server.test_client()


def state(address: str) -> list[dict]:
    path, _, search = address.partition("?")
    return [given("address", "pathname", path), given("address", "search", f"?{search}")]


def listed(client: FlaskClient, text: str | None, address: str = "/overview?unit=X1") -> str:
    inputs = [given(FIELD, "value", text)]
    return str(ask(client, f"{LIST}.children", inputs, state(address), f"{FIELD}.value"))


def led_to(client: FlaskClient, text: str, address: str = "/overview?unit=X1") -> str | None:
    body = {
        "output": OUTPUT, "outputs": {"id": "address", "property": OUTPUT.split(".")[1]},
        "inputs": [given(FIELD, "n_submit", 1)],
        "state": [given(FIELD, "value", text), *state(address)],
        "changedPropIds": [f"{FIELD}.n_submit"],
    }  # fmt: skip
    answer = client.post("/_dash-update-component", json=body)
    if answer.status_code == 204:
        return None
    return str(answer.get_json()["response"]["address"]["href"])


OUTPUT = next(
    one["output"]
    for one in create_app(object(), questions).server.test_client().get("/_dash-dependencies").json
    if one["inputs"] == [{"id": FIELD, "property": "n_submit"}]
)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["overview", "matrix", "sql", "upload", "fact?fact=F12"])
def test_every_page_of_a_unit_has_the_field_with_its_label(name: str, language: str) -> None:
    made = page(f"/{name}{'&' if '?' in name else '?'}unit=X1&lang={language}")
    (field,) = [one for one in only(made, "Input") if one.id == FIELD]
    assert [one.children for one in only(made, "Label") if one.htmlFor == FIELD] == [
        {"zh": "找单位", "en": "Find a unit"}[language]
    ]
    assert field.value == ""
    assert FIELD not in str(page("/overview?unit=nope"))


def test_units_are_listed_with_their_superior_and_lead_to_the_same_page(
    client: FlaskClient,
) -> None:
    said = listed(client, "河口", "/targets?unit=X1&period=2026Q2&compare=year_before&lang=en")
    assert "'Hekou Federation'" in said
    assert "'Qingshi County Federation · also 河口镇总工会'" in said
    assert "'/targets?unit=X101&period=2026Q2&compare=year_before&lang=en'" in said


def test_what_a_reader_could_not_know_is_told(client: FlaskClient) -> None:
    assert "'青石县总工会 · 到 2025-12-31 为止'" in listed(client, "园区")
    assert "'青石县总工会 · 又称旧园区工会 · 到 2025-12-31 为止'" in listed(client, "旧")


def test_a_list_that_is_cut_says_how_many_more_there_are(client: FlaskClient) -> None:
    said = listed(client, "会")
    assert said.count("'role': 'option'") == 12
    assert "还有 2 个没有列出" in said
    assert "2 more units are not listed" in listed(client, "会", "/overview?lang=en")
    assert "没有列出" not in listed(client, "河口")


def test_nothing_found_says_so_and_nothing_typed_lists_nothing(client: FlaskClient) -> None:
    assert "没有这样的单位。" in listed(client, "月亮")
    assert "没有这样的单位。" in listed(client, "河口", "/overview?period=1999")
    for nothing in (None, "", "  "):
        assert "role" not in listed(client, nothing)


def test_enter_leads_to_the_unit_that_is_meant_and_nowhere_else(client: FlaskClient) -> None:
    assert led_to(client, "双井") == "/overview?unit=X110"
    assert led_to(client, "X1", "/reporting?unit=X101&state=missing&reporter=X101") == (
        "/reporting?unit=X1&state=missing"
    ), "the code of one, though others have it in theirs"
    assert led_to(client, "总工会") is None, "one of many"
    assert led_to(client, "月亮") is None
