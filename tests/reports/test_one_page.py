"""``report --one-page``: the circulars of a unit and those below in one file."""

import re
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.definitions.folders import PLAN
from tests.queries.office import UNITS, Office, open_office

from .test_all_below import OF_A_UNION, written

ARTICLE = re.compile(r"<article.*?</article>", re.DOTALL)
BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)
NAMES, LINKS = re.compile(r'\bid="([^"]*)"'), re.compile(r'\bhref="([^"]*)"')


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A county whose second township has a code of Chinese letters and a slash."""
    renamed = {"org_units.csv": re.sub(r"\bT2\b", "西镇/2", UNITS)}
    return open_office(tmp_path_factory.mktemp("one"), renamed, plan=PLAN, union=OF_A_UNION)


@pytest.fixture(scope="module", params=["zh", "en"])
def path(request: pytest.FixtureRequest, office: Office, tmp_path_factory) -> Path:  # type: ignore[no-untyped-def]
    out = tmp_path_factory.mktemp("out")
    said = written(office, "C1", out, "--one-page", "--lang", request.param)
    (made,) = out.iterdir()
    assert said.strip() == str(made), "one file, and nothing beside it"
    return made


def test_each_unit_says_in_it_what_its_own_page_says(office: Office, path: Path) -> None:
    language = "en" if "_en" in path.name else "zh"
    folder = path.parent / "each"
    written(office, "C1", folder, "--all-below", "--lang", language)
    own = {words(body(one.read_text("utf-8"))) for one in folder.glob("*.html")}
    for one in folder.iterdir():
        one.unlink()
    folder.rmdir()
    within = [words(one) for one in ARTICLE.findall(path.read_text("utf-8"))]
    assert len(within) == 4
    assert set(within) == own


def body(page: str) -> str:
    (found,) = BODY.findall(page)
    return str(found)


def words(markup: str) -> str:
    """What is read of a piece of a page."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", markup)).split())


def test_no_place_is_named_twice_and_every_link_leads_to_one(path: Path) -> None:
    page = path.read_text("utf-8")
    names = Counter(NAMES.findall(page))
    assert names.total() > 100
    assert {name for name, times in names.items() if times > 1} == set()
    leading = LINKS.findall(page)
    assert {href[0] for href in leading} == {"#"}
    assert {unquote(href[1:]) for href in leading} <= names.keys()


def test_a_browser_goes_from_unit_to_unit_without_network_or_script(  # type: ignore[no-untyped-def]
    browser, path: Path
) -> None:
    county, west, plant = (
        ("East county", "West", "Plant 4") if "_en" in path.name else ("东县", "西镇", "四厂")
    )
    with browser.new_context(offline=True, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        shown = page.locator("h1:visible")
        assert shown.count() == 1
        for name in (west, plant):
            page.click(f"section.below a:visible >> text={name}")
            assert shown.count() == 1
            assert shown.inner_text().startswith(name)
        page.click(f"nav a:visible >> text={county}")
        assert shown.inner_text().startswith(county)
        page.go_back()
        assert shown.inner_text().startswith(plant)
