"""Acts on the list of reports: where they stand, and what a long list offers instead."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from dash import Dash
from dash.development.base_component import Component

from dashboards.components.buttons import Said, named, on_press
from dashboards.components.report_rows import (
    MOST_BUTTONS,
    MOST_FIELDS,
    report_list,
    report_table,
)
from dashboards.components.sent_reports import read_sent, read_several, read_words
from dashboards.selection import parse
from dashboards.view import View
from pipeline.queries.answers import ReportRow
from tests.dashboards import fake
from tests.dashboards.reading import only, words
from tests.dashboards.reading import page as page_at
from tests.dashboards.test_upload import FakeDesk

TOWN = fake.unit("T1", "东镇", "East", "township")
SEEN = View.of(parse("/reporting", "?unit=T1&period=2026Q3"))


def rows(number: int, **more: object) -> list[ReportRow]:
    form = fake.FORMS[0]
    return [
        ReportRow(
            fake.unit(f"G{n}", f"{n}厂", f"Plant {n}", "grassroots"), TOWN, form.form, form.title,
            date(2026, 10, 10), datetime(2026, 10, 8), "withheld", None, n, 0, f"{n}.xlsx",
            flow="waiting", newest=1, approver=TOWN, acts=("approve", "return"), **more,  # type: ignore[arg-type]
        )
        for n in range(number)
    ]  # fmt: skip


def offered(number: int) -> tuple[int, int, int]:
    """Buttons, fields for a reason, and links to a unit's own rows."""
    found = {"Button": 0, "Input": 0, "A": 0}

    def count(node: object) -> None:
        for one in node if isinstance(node, list | tuple) else [node]:
            if isinstance(one, Component):
                kind = type(one).__name__
                leads = kind != "A" or "reporter=G" in str(getattr(one, "href", ""))
                found[kind] = found.get(kind, 0) + leads
                count(getattr(one, "children", None))

    count(report_table(rows(number), 5, SEEN))
    return found["Button"], found["Input"], found["A"]


def test_a_long_list_leads_to_the_units_own_rows() -> None:
    few, many, most = MOST_FIELDS, MOST_BUTTONS, MOST_BUTTONS + 1
    assert offered(few) == (2 * few, few, 0)
    assert offered(few + 1) == (few + 1, 0, few + 1), "approval needs no reason"
    assert offered(many) == (many, 0, many)
    assert offered(most) == (0, 0, most)


@pytest.mark.parametrize(
    "about",
    ["", "{}", "[]", '["T1","G1","2026Q3",1]', '["T1","G1","2026Q3","1","a"]', '["T1",1,"a",1,"b"]',
     '["T1","G1","2026Q3",1,2]'],
)  # fmt: skip
def test_a_button_with_a_name_of_rubbish_does_nothing(about: str) -> None:
    assert read_sent(about) is None
    assert read_words(about, 6) is None


def test_one_act_for_all_that_waits_stands_above_a_list_of_any_length() -> None:
    for number in (2, MOST_BUTTONS + 1):
        act, table = report_list(rows(number), 5, SEEN)
        assert f"{number} 个单位，{number} 份" in words(act)
        (send,) = only(act, "Button")
        by, sent = read_several(send.id["about"]) or ("", [])
        assert (by, len(sent), sent[0].unit, sent[0].version) == ("T1", number, "G0", 1)
        assert type(table).__name__ == "Table"
    assert len(report_list(rows(1), 5, SEEN)) == 1, "one has its own button"
    decided = [replace(row, acts=("return",)) for row in rows(3)]
    assert len(report_list(decided, 5, SEEN)) == 1


@pytest.mark.parametrize(
    "about",
    ["", "[]", '["T1"]', '["T1",["G1","2026Q3",1]]', '["T1",["G1","2026Q3",1,"a"],7]',
     '[3,["G1","2026Q3",1,"a"]]'],
)  # fmt: skip
def test_a_button_for_all_with_a_name_of_rubbish_does_nothing(about: str) -> None:
    assert read_several(about) is None


@pytest.mark.parametrize("page", ["reporting", "findings"])
def test_a_button_knows_on_which_page_it_was_pressed(page: str) -> None:
    app, seen = Dash(__name__, suppress_callback_exceptions=True), []
    app.layout = []

    def act(_: object, about: str, __: object, view: View) -> Said:
        seen.append((about, view.selection.page, view.selection.unit, view.language))
        return "", True

    on_press(app, FakeDesk(), "probe", (), act)
    client = app.server.test_client()
    (known,) = client.get("/_dash-dependencies").get_json()
    send = named("probe", "send", "x")
    body = {
        "output": known["output"],
        "outputs": [{"id": named("probe", "said", "x"), "property": "children"},
                    {"id": send, "property": "disabled"}],
        "inputs": [{"id": send, "property": "n_clicks", "value": 1}],
        "state": [{"id": send, "property": "id", "value": send},
                  {"id": "shown", "property": "data-address",
                   "value": f"/{page}?unit=T1&lang=en"}],
        "changedPropIds": [],
    }  # fmt: skip
    answer = client.post("/_dash-update-component", json=body)
    assert answer.status_code == 200, answer.data
    assert seen == [("x", page, "T1", "en")]


def test_a_lock_warns_of_what_is_held_back_as_well_as_of_what_is_missing() -> None:
    forms = fake.FORMS
    held, missing = sum(one.withheld for one in forms), sum(one.missing for one in forms)
    assert held > 0
    said = words(page_at("/reporting?unit=X1&period=2026Q3"))
    assert f"现在还有 {missing} 份未报，{held} 份报来未计入（退回、待说明或待审核）" in said
    said = words(page_at("/reporting?unit=X1&period=2026Q3&lang=en"))
    assert f"{missing} still missing and {held} not counted (returned, " in said
