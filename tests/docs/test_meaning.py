"""The worked examples of ``docs/meaning.md``, run by the engine as they are written."""

import re
from dataclasses import asdict
from datetime import date
from decimal import Decimal

import pytest
import yaml

from pipeline.domain.noun import Bilingual
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.period import parse_period
from tests.indicators.engine import NOTHING, figures
from tests.indicators.small_catalogue import catalogue, definitions
from tests.oracle import Report, read
from tests.oracle.rows import Row

from .conftest import DOCS

SECTION = re.compile(r"^## (.+?)\n(.*?)^```yaml\n(.*?)^```$", re.M | re.S)
EXAMPLES = SECTION.findall((DOCS / "meaning.md").read_text("utf-8"))
CHINESE, LETTERS = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[a-z]{3}")


def unit(line: str) -> OrgUnit:
    """``A under P from 2024-04-01 until 2024-12-31``; one that stands under nobody reports not."""
    code, *words = line.split()
    said = dict(zip(words[::2], words[1::2], strict=True))
    parent = said.get("under")
    reports = parent is not None and code in "ABC"
    return OrgUnit(
        code=code, name=Bilingual(zh=code, en=code), level="leaf", parent=parent,
        valid_from=date.fromisoformat(said["from"]) if "from" in said else None,
        valid_to=date.fromisoformat(said["until"]) if "until" in said else None,
        form_set="all" if reports else None, frequency="quarter" if reports else None,
    )  # fmt: skip


def reports(lines: list[str]) -> list[Report]:
    """``book A 2024Q1 v2 withheld members=12``; ``deals`` is the register of the same report."""
    found: dict[tuple[str, str, int], dict[str, tuple[Row, ...]]] = {}
    accepted = {}
    for line in lines:
        table, code, period, *words = line.split()
        version = next((int(w[1:]) for w in words if re.fullmatch(r"v\d", w)), 1)
        section = "deals" if table == "deals" else "main"
        fields = definitions().forms["book"].sections[section].fields
        said = dict(word.split("=") for word in words if "=" in word)
        row = {n: value(said.get(n, ""), field.type) for n, field in fields.items()}
        sections = found.setdefault((code, period, version), {})
        sections[section] = (*sections.get(section, ()), row)
        accepted[code, period, version] = "withheld" not in words
    calendars = definitions().calendars
    return [
        Report("book", code, parse_period(period, calendars), v, accepted[code, period, v], rows)
        for (code, period, v), rows in found.items()
    ]


def value(text: str, kind: str) -> object:
    """A value as a cell holds it."""
    if text and kind == "date":
        return date.fromisoformat(text)
    return Decimal(text) if text and kind == "decimal" else read(text, kind)


@pytest.mark.parametrize(("title", "text", "example"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_an_example_comes_out_as_it_says(title: str, text: str, example: str) -> None:
    assert CHINESE.search(title) and CHINESE.search(text), "say it in Chinese"  # noqa: PT018
    assert LETTERS.search(title) and LETTERS.search(text), "say it in English"  # noqa: PT018
    said = yaml.safe_load(example)
    units = tuple(unit(line) for line in said["units"])
    for line in said["expect"]:
        indicator, code, period, *words = line.split()
        span = "to_date" if "to_date" in words else "period"
        found = figures(catalogue(units, "P", indicator), reports(said["reports"]))
        family = definitions().indicators[indicator].family or "default"
        figure = asdict(found.get((indicator, family, "", code, period, span), NOTHING))
        wanted = dict(word.split("=") for word in words if "=" in word)
        assert wanted, line
        for name, number in wanted.items():
            expected = None if number == "absent" else Decimal(number)
            assert figure[name] == expected, f"{line}: {name} is {figure[name]}"


def test_every_rule_has_an_example() -> None:
    titles = re.findall(r"^## (.+)$", (DOCS / "meaning.md").read_text("utf-8"), re.M)
    assert titles == [title for title, _, _ in EXAMPLES]
    assert len(titles) >= 10
