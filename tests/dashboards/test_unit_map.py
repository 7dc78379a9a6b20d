"""The units below on a map: one shade a step of the ranking's scale, and words beside it."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image

from dashboards.components.unit_map import HATCH, PAPER, SHADES, unit_map
from dashboards.selection import Selection
from dashboards.view import View
from pipeline.domain.boundary import Boundary
from pipeline.domain.noun import Bilingual
from pipeline.queries.unit_map import GRID, MANY, map_of
from pipeline.wording.short_names import short_names
from tests.browsing import Watched, profile
from tests.dashboards import fake_details
from tests.dashboards.fake import TOWNS
from tests.dashboards.fake_details import square
from tests.dashboards.reading import labels, only, page, words

ADDRESS = "/indicator?indicator=coverage&unit=X1&period=2026Q3"


def drawn(language: str = "zh") -> tuple[list[dict], str]:  # type: ignore[type-arg]
    view = View.of(Selection("indicator", unit="X1", language=language, indicator="coverage"))
    answer = fake_details.indicator_page(None, "coverage", "X1", "2026Q3")
    made = unit_map(answer, fake_details.unit_map(None, "X1", "2026Q3"), view)
    assert made is not None
    (graph,) = only(made, "Graph")
    return graph.figure["data"], words(made)  # type: ignore[attr-defined]


def test_each_area_has_shade_figure_name_and_what_the_ranking_says() -> None:
    (*areas, texts), _ = drawn()
    first = areas[0]
    assert first["fillcolor"] == SHADES[-1]
    assert "fillpattern" not in first
    assert first["text"].startswith("<b>河口镇总工会</b><br>73.6%<br>1,940 / 2,637<br>")
    assert first["meta"] == "/indicator?unit=X101&indicator=coverage"
    assert first["x"].count(None) == 1  # between outline and hole
    assert texts["text"][0] == "河口镇<br><b>73.6</b>"


def test_a_name_with_tags_is_written_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = fake_details.indicator_page(None, "coverage", "X1", "2026Q3")
    rows = list(answer.children)
    rows[0] = replace(rows[0], unit=replace(rows[0].unit, name=Bilingual(zh="<i>A</i>", en="A")))
    odd = replace(answer, children=tuple(rows))
    monkeypatch.setattr(fake_details, "indicator_page", lambda *_: odd)
    (first, *_, texts), _ = drawn()
    assert first["text"].startswith("<b>&lt;i&gt;A&lt;/i&gt;</b><br>")
    assert texts["text"][0].startswith("&lt;i&gt;A&lt;/i&gt;<br>")


def test_missing_reports_are_hatched_and_no_value_looks_like_no_other() -> None:
    (*areas, texts), said = drawn()
    partly = [area for area in areas if area.get("fillpattern", {}).get("shape") == "/"]
    assert partly
    assert all(area["fillcolor"] in SHADES for area in partly)
    absent = areas[-1]
    assert absent["fillpattern"]["shape"] == "x"
    assert (absent["fillcolor"], absent["fillpattern"]["fgcolor"]) == (PAPER, HATCH)
    assert "没有数据" in absent["text"]
    assert texts["text"][-1] == "双井镇<br><b>—</b>"
    assert "斜线：有单位未报" in said
    assert "没有数据" in said


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ["深浅（%）", "60 至 65", "70 至 75", "图上没有边界的单位（1 个）：青峰镇总工会",
                "审图号：GS(2020)1234号 · 边界来源：县民政局"]),
        ("en", ["Shade (%)", "60 to 65", "Not on the map (1): Qingfeng Federation",
                "Map approval number: GS(2020)1234号 · Boundaries: County civil affairs"]),
    ],
)  # fmt: skip
def test_the_key_is_in_figures_and_what_is_left_out_is_named(
    language: str, expected: list[str]
) -> None:
    _, said = drawn(language)
    assert [piece for piece in expected if piece not in said] == []


def test_a_map_drawn_to_nature_without_a_number_says_it_is_for_inside() -> None:
    view = View.of(Selection("indicator", unit="X1", indicator="coverage"))
    answer = fake_details.indicator_page(None, "coverage", "X1", "2026Q3")
    own = Boundary(unit=TOWNS[0].code, rings=(square(100, 30, 1),))
    assert "没有填审图号，只供内部使用" in words(unit_map(answer, map_of([own]), view))
    schematic = own.model_copy(update={"is_schematic": True})
    said = words(unit_map(answer, map_of([schematic]), view))
    assert "示意图，不是真实地理位置和边界" in said
    assert "审图号" not in said


def test_without_boundaries_or_values_the_page_is_as_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_map = page(ADDRESS)
    assert any("分布图" in label for label in labels(with_map))
    monkeypatch.setattr(fake_details, "unit_map", lambda *_: None)
    without = page(ADDRESS)
    assert len(only(without, "Graph")) == 1
    assert len(only(without, "Table")) == len(only(with_map, "Table"))
    assert not any("分布图" in label for label in labels(without))
    answer = fake_details.indicator_page(None, "coverage", "X1", "2026Q3")
    none = tuple(replace(r, value=replace(r.value, value=None)) for r in answer.children)
    own = map_of([Boundary(unit=TOWNS[0].code, rings=(square(100, 30, 1),))])
    view = View.of(Selection("indicator", unit="X1", indicator="coverage"))
    assert unit_map(replace(answer, children=none), own, view) is None


def test_a_degree_to_the_east_is_shorter_and_neighbours_stay_joined() -> None:
    flat = map_of([Boundary(unit="A", rings=(square(100, 59.5, 1),))])
    assert flat.height == pytest.approx(2, rel=0.001)
    side = [(101.0, 30 + i / MANY) for i in range(MANY + 1)]
    left = Boundary(unit="A", rings=((*side, (100.0, 31.0), (100.0, 30.0), side[0]),))
    right = Boundary(unit="B", rings=((*side[::-1], (102.0, 30.0), (102.0, 31.0), side[-1]),))
    one, two = (set(area.rings[0]) for area in map_of([left, right]).areas)
    assert len(one) < GRID * 2
    border = [point for point in one if abs(point[0] - 0.5) < 0.01]
    assert len(border) > 300
    assert set(border) <= two


def test_what_is_written_stands_inside_the_area_and_beside_its_hole() -> None:
    ring = Boundary(unit="A", rings=(square(100, 0, 1), square(100.3, 0.2, 0.6)[::-1]))
    (area,) = map_of([ring]).areas
    assert area.middle == pytest.approx((0.15, 0.5), abs=0.001)
    assert area.room == pytest.approx(0.3, abs=0.001)


def test_names_lose_the_ending_they_share() -> None:
    assert short_names(["东河镇总工会", "城关街道总工会"]) == ["东河镇", "城关街道"]
    assert short_names(["East Town Union", "West Union"]) == ["East Town", "West"]
    assert short_names(["Norton", "Weston"]) == ["Norton", "Weston"]
    assert short_names(["工会", "一厂工会"]) == ["工会", "一厂工会"]
    assert short_names(["一厂工会"]) == ["一厂工会"]


@pytest.fixture
def tab(browser, served: str) -> Iterator[Watched]:  # type: ignore[no-untyped-def]
    with profile(browser, served) as context:
        watched = Watched(context, served)
        yield watched
        watched.page.close()


@pytest.mark.browser
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_area_is_drawn_with_its_hole_tells_and_leads_on(tab: Watched) -> None:
    tab.open(ADDRESS)
    shown = tab.page.locator(".map .js-plotly-plot")
    shown.scroll_into_view_if_needed()
    fills = tab.page.locator(".map .fills path").all()
    assert len(fills) == 9
    box = fills[0].bounding_box() or {}
    assert abs(box["width"] / box["height"] - 0.86) < 0.02  # cos 31.5° of a degree
    picture = Image.open(BytesIO(tab.page.screenshot())).convert("RGB")

    def colour(across: float, up: float) -> str:
        x, y = box["x"] + box["width"] * across, box["y"] + box["height"] * (1 - up)
        return "#{:02X}{:02X}{:02X}".format(*picture.getpixel((round(x), round(y))))

    assert colour(0.9, 0.1) == SHADES[-1]
    assert colour(0.35, 0.75) == PAPER  # the hole
    tab.page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.9)
    told = tab.page.locator(".map .hoverlayer")
    tab.page.wait_for_function(
        "document.querySelector('.map .hoverlayer').textContent.includes('73.6%')"
    )
    assert "河口镇总工会" in (told.text_content() or "")
    with tab.turning():
        tab.page.mouse.click(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.9)
    assert "unit=X101" in tab.page.url
    hosts = {urlsplit(url).hostname for url in tab.requests if not url.startswith("data:")}
    assert hosts == {"127.0.0.1"}
    assert tab.complaints == []
