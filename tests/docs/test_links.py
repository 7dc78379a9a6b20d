"""No page links to something that is not there."""

import re
from functools import cache
from pathlib import Path

import pytest

from .conftest import DOCS, ROOT

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.S | re.M)
HEADING = re.compile(r"^#+ (.+)$", re.M)
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
PICTURES = DOCS / "images"


@cache
def addresses(page: Path) -> frozenset[str]:
    """Return what can be linked to on a page: explicit addresses, and headings."""
    text = FENCE.sub("", page.read_text("utf-8"))
    plain = (re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", title) for title in HEADING.findall(text))
    made = (re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-") for title in plain)
    return frozenset([*re.findall(r'<a id="([^"]+)">', text), *made])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_relative_links_lead_somewhere(page: Path) -> None:
    dead = []
    for link in LINK.findall(FENCE.sub("", page.read_text("utf-8"))):
        target, _, address = link.partition("#")
        if re.match(r"\w+:", target):
            continue
        path = (page.parent / target).resolve() if target else page
        if path.is_relative_to(PICTURES) and not PICTURES.exists():
            continue
        if not path.exists() or (
            address and path.suffix == ".md" and address not in addresses(path)
        ):
            dead.append(link)
    assert not dead


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_page_names_a_path_of_one_computer(page: Path) -> None:
    assert not re.findall(r"(?:^|[\s(`\"'])/(?:home|root|work|Users|mnt)/", page.read_text("utf-8"))


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/decisions.md"])
def test_files_that_pages_name_exist(page: str) -> None:
    text = FENCE.sub("", (ROOT / page).read_text("utf-8"))
    named = re.findall(r"`((?:pipeline|dashboards|config|tests|models)/[^`\s]+\.\w+)`", text)
    places = {name: "pipeline/indicators/" * name.startswith("models/") + name for name in named}
    assert named or page != "docs/architecture.md"
    assert not [name for name, place in places.items() if not list(ROOT.glob(place))]
