"""The configuration of this repository, and the words for its findings."""

import re
from pathlib import Path

import pipeline.definitions
from pipeline.definitions.catalogue import load
from pipeline.wording.catalogue import catalogue
from pipeline.wording.messages import as_line

CONFIG = Path(__file__).parents[2] / "config"
SLUG = re.compile(r'"([a-z0-9]+(?:-[a-z0-9]+)+|loop)"')
BY_SHAPE = {"text-wanted", "list-wanted", "mapping-wanted"}
NO_SLUGS = {"utf-8", "utf-8-sig"}


def test_the_repository_configuration_loads_without_findings() -> None:
    result = load(CONFIG)
    lines = [as_line(f, "en") for f in result.findings]
    assert not lines, "\n".join(lines)
    assert result.catalogue is not None


def test_every_attribute_of_a_unit_has_a_name() -> None:
    settings = load(CONFIG).catalogue
    assert settings is not None
    assert set(settings.product.attribute_names) == set(settings.product.attributes)


def test_every_slug_of_this_area_is_used_and_every_slug_used_has_words() -> None:
    folder = Path(pipeline.definitions.__file__).parent
    sources = (path.read_text("utf-8") for path in folder.rglob("*.py"))
    used = {slug for text in sources for slug in SLUG.findall(text)} | BY_SHAPE
    worded = {slug for slug, entry in catalogue().items() if entry.area == "definitions"}
    assert used - NO_SLUGS == worded
