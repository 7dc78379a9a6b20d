"""The worked examples of ``docs/meaning.md``, run by the engine as they are written."""

import re
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml

from pipeline.domain.org_unit import OrgUnit, UnitName
from pipeline.domain.period import parse_period
from pipeline.domain.plan import Plan
from tests.indicators.engine import NOTHING, everything, figures
from tests.indicators.small_catalogue import catalogue, definitions, words
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
        code=code, name=UnitName(zh=code, en=code), level="leaf", parent=parent,
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
    if "plan" in said:
        check_plan(units, said)
        return
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


def plan(said: dict[str, Any]) -> Plan:
    """A plan in short: words and units of measure are filled in, the calendar is the usual one."""
    promised = {"name": words("t"), "unit": "n", "baseline": {"kind": "zero"}}
    given = {
        "id": "plan", "title": words("plan"), "document": {"title": words("d")}, "targets": (),
        **said, "year": {"value": said["year"], "basis": "stated"},
        "schedule": "points" if "points" in said else "linear",
    }  # fmt: skip
    given["targets"] = [promised | target for target in given["targets"]]
    return Plan.model_validate(given)


def check_plan(units: tuple[OrgUnit, ...], said: dict[str, Any]) -> None:
    """``target t 2024Q1 …``, ``line item unit 2024Q1 …`` and ``score unit 2024Q1 …``."""
    plans = {"plan": plan(said["plan"])}
    found = everything(replace(definitions(), org_units=units, plans=plans),
                       reports(said["reports"]))  # fmt: skip
    tables = {"target": (found.targets, ("target", "period")),
              "line": (found.lines, ("item", "unit", "period")),
              "score": (found.scores, ("unit", "period"))}  # fmt: skip
    for line in said["expect"]:
        kind, *words = line.split()
        rows, keys = tables[kind]
        named = dict(zip(keys, words, strict=False))
        (row,) = [r for r in rows if all(r[key] == name for key, name in named.items())]
        wanted = dict(word.split("=", 1) for word in words[len(keys) :])
        assert wanted, line
        for name, text in wanted.items():
            assert as_text(row[name], text) == text, f"{line}: {name} is {row[name]}"


def as_text(value: object, like: str) -> str:
    """A stored value as the examples write it, numbers with as many decimals as there."""
    if value is None:
        return "absent"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        places = len(like.partition(".")[2])
        return f"{value:.{places}f}" if places else f"{value.normalize():f}"
    return str(value)


def test_every_rule_has_an_example() -> None:
    titles = re.findall(r"^## (.+)$", (DOCS / "meaning.md").read_text("utf-8"), re.M)
    assert titles == [title for title, _, _ in EXAMPLES]
    assert len(titles) >= 10
