"""What goes to the browser as text."""

import pytest
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.markup import NotStillError, attributes, merged, text
from tests.dashboards.reading import only, page, walk


def test_texts_and_attributes_are_escaped() -> None:
    made = html.P(["<b>&", html.I(title='"><script>')], className="a b")
    assert text(made) == '<p class="a b">&lt;b&gt;&amp;<i title="&quot;&gt;&lt;script&gt;"></i></p>'


def test_attributes_are_written_as_html_names_them() -> None:
    made = html.Td(colSpan=2, tabIndex="-1", hidden=False, style={"marginTop": "1px", "left": 0})
    assert attributes(made) == ' colspan="2" style="margin-top:1px;left:0" tabindex="-1"'
    assert text(html.Option("x", value="", selected=True)) == (
        '<option selected value="">x</option>'
    )


def test_nothing_that_runs_and_no_foreign_address_gets_through() -> None:
    for made in (html.Script("1"), html.A("x", href="javascript:1"), html.A("x", href="//x.org")):
        with pytest.raises(NotStillError):
            text(made)


def test_still_neighbours_share_one_slot_and_live_ones_stay() -> None:
    live = html.Div([html.P("a"), dcc.Textarea(id="t")])
    first, kept, last = merged([html.P("1"), html.P("2"), live, html.P("3")])
    assert first.to_plotly_json()["props"]["data-markup"] == "<p>1</p><p>2</p>"  # type: ignore[union-attr]
    assert [type(child).__name__ for child in kept.children] == ["Slot", "Textarea"]  # type: ignore[union-attr]
    assert last.to_plotly_json()["props"]["data-markup"] == "<p>3</p>"  # type: ignore[union-attr]


def test_of_a_page_without_live_parts_only_the_field_in_the_bar_stays() -> None:
    sent = html.Div(list(merged(page("/indicators").children)))
    around = [one for one in walk(sent) if isinstance(one, Component)]
    library = [one for one in around if one._namespace != "dash_html_components"]
    assert [one.to_plotly_json()["props"]["id"] for one in library] == ["unit-find"]
    assert not only(sent, "Main"), "sent as text"
    assert len(around) < 15
    (unknown,) = merged(page("/indicators?unit=nope").children)
    assert type(unknown).__name__ == "Slot"
