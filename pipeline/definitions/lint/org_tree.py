"""Rules of ``org_units.csv``: a dated tree without gaps, loops or overlaps.

A country's list has millions of lines, and few ways to be wrong among them: a rule first looks at
the distinct words, parents or dates, and goes line by line only where one of these is remarkable.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from pipeline.definitions.draft import Draft, as_warning, first_day, last_day
from pipeline.definitions.spelling import suggestion
from pipeline.domain.finding import Finding
from pipeline.domain.org_unit import OrgUnit
from pipeline.domain.product import Product

FREQUENCIES = ("quarter", "year", "month", "half")
ODD_CODE = re.compile(r"(?m)^\d(?:\.\d+)?[eE]\+\d+$|^['’]|[０-９Ａ-Ｚａ-ｚ\u3000]")
"""1.2E+11, a leading apostrophe, full-width letters and digits"""


def words_are_known(draft: Draft) -> Iterator[Finding]:
    """Levels, form sets, frequencies and attribute values are declared."""
    if draft.product is None:
        return
    units = draft.org_units
    kinds = {(u.level, u.form_set, u.frequency, id(u.attributes)): u for u in units}
    if all(_is_declared(unit, draft.product) for unit in kinds.values()):
        return
    for i, unit in enumerate(units):
        for column, value, known in _closed_words(unit, draft.product):
            if value is not None and value not in known:
                yield draft.unit_problem(
                    "undeclared-word", i, value, column=column, suggestion=suggestion(value, known)
                )
        if (unit.form_set is None) != (unit.frequency is None):
            yield draft.unit_problem("form-set-and-frequency", i)


def _is_declared(unit: OrgUnit, product: Product) -> bool:
    words = _closed_words(unit, product)
    said = all(value is None or value in known for _, value, known in words)
    return said and (unit.form_set is None) == (unit.frequency is None)


def _closed_words(
    unit: OrgUnit, product: Product
) -> Iterator[tuple[str, str | None, Mapping[str, object] | tuple[str, ...]]]:
    yield "level", unit.level, product.levels
    yield "form_set", unit.form_set, product.form_sets
    yield "frequency", unit.frequency, FREQUENCIES
    for attribute, value in unit.attributes.items():
        if product.attributes.get(attribute):
            yield attribute, value, product.attributes[attribute]


def referred_units_exist(draft: Draft) -> Iterator[Finding]:
    """Parents, successors and origins are in the list; no unit is its own."""
    slugs = {"parent": "undeclared-parent", "merged_into": "undeclared-successor"}
    units, codes = draft.org_units, draft.unit_versions
    for i, unit in enumerate(units):
        for column in ("parent", "merged_into", "split_from"):
            code = getattr(unit, column)
            unknown = code not in codes and code not in draft.refused_units
            if code is not None and (unknown or code == unit.code):
                near = suggestion(
                    code, {c: units[i[-1]] for c, i in codes.items() if c != unit.code}, 4
                )
                yield draft.unit_problem(
                    slugs.get(column, "undeclared-origin"),
                    i,
                    code,
                    column=column,
                    suggestion=near,
                )


def codes_are_plain(draft: Draft) -> Iterator[Finding]:
    """No code was turned into another by a spreadsheet program or a Chinese keyboard."""
    if ODD_CODE.search("\n".join(draft.unit_versions)):
        for code, versions in draft.unit_versions.items():
            if ODD_CODE.search(code):
                yield draft.unit_problem("odd-unit-code", versions[0], code)


def versions_do_not_overlap(draft: Draft) -> Iterator[Finding]:
    """A version begins before it ends, and after the one before it ended."""
    units = draft.org_units
    for i, unit in enumerate(units):
        if unit.valid_to is not None and first_day(unit) > unit.valid_to:
            yield draft.unit_problem("validity-reversed", i, str(unit.valid_to))
    for indices in draft.unit_versions.values():
        for earlier, later in pairwise(indices) if len(indices) > 1 else ():
            if first_day(units[later]) <= last_day(units[earlier]):
                place = draft.unit_place(earlier)
                yield draft.unit_problem(
                    "versions-overlap",
                    later,
                    str(units[later].valid_from or ""),
                    first=f"{place.file}:{place.line}",
                )


def levels_descend(draft: Draft) -> Iterator[Finding]:
    """A parent stands on a higher level than its child."""
    if draft.product is None:
        return
    order = {level: i for i, level in enumerate(draft.product.levels)}
    versions = draft.unit_versions
    steps = {(unit.level, unit.parent) for unit in draft.org_units}
    remarkable = {
        (level, parent)
        for level, parent in steps
        for j in versions.get(parent or "", ())
        if order.get(draft.org_units[j].level, -1) >= order.get(level, -1)
    }
    for i, unit in enumerate(draft.org_units) if remarkable else ():
        if (unit.level, unit.parent) not in remarkable:
            continue
        for j in versions.get(unit.parent or "", ()):
            parent = draft.org_units[j]
            known = unit.level in order and parent.level in order and _meet(unit, parent)
            if known and unit.code != parent.code and order[parent.level] >= order[unit.level]:
                yield draft.unit_problem(
                    "level-order",
                    i,
                    unit.level,
                    level=unit.level,
                    parent=parent.code,
                    parent_level=parent.level,
                )
                break


def _meet(a: OrgUnit, b: OrgUnit) -> bool:
    return first_day(a) <= last_day(b) and first_day(b) <= last_day(a)


def tree_has_no_loops(draft: Draft) -> Iterator[Finding]:
    """Going up from parent to parent ends. Each loop is told once."""
    superiors = {unit.parent for unit in draft.org_units}
    if not any(_loops(unit for unit in draft.org_units if unit.code in superiors)):
        return
    for loop in _loops(draft.org_units):
        first = draft.unit_versions[loop[0]][0]
        yield draft.unit_problem("loop", first, loop=" → ".join(loop))


def _loops(units: Iterable[OrgUnit]) -> Iterator[list[str]]:
    parents: dict[str, set[str]] = {}
    for unit in units:
        if unit.parent is not None and unit.parent != unit.code:
            parents.setdefault(unit.code, set()).add(unit.parent)
    settled: set[str] = set()
    for start in parents:
        yield from _loops_above(start, parents, settled)


def _loops_above(
    start: str, parents: dict[str, set[str]], settled: set[str]
) -> Iterator[list[str]]:
    """Walk up from ``start``, yield the loops met; what has been walked is settled."""
    way: list[str] = []
    stack: list[tuple[str, bool]] = [(start, False)]
    while stack:
        code, leaving = stack.pop()
        if leaving:
            way.pop()
            settled.add(code)
        elif code in way:
            yield [*way[way.index(code) :], code]
        elif code not in settled:
            way.append(code)
            stack.append((code, True))
            stack += [(parent, False) for parent in sorted(parents.get(code, ()))]


def parents_are_open(draft: Draft) -> Iterator[Finding]:
    """A unit has its parent for as long as it lasts: else its reports reach no one."""
    units, versions = draft.org_units, draft.unit_versions
    superiors = {code for unit in units if (code := unit.parent) in versions}
    dated = {code for code in superiors if not _is_undated(units[versions[code or ""][0]])}
    for i, unit in enumerate(units) if dated else ():
        if unit.parent not in dated or unit.parent in draft.refused_units:
            continue
        above = [units[j] for j in versions.get(unit.parent or "", ())]
        missing = _first_day_without(unit, above) if above else None
        if missing is not None:
            since = missing > date.min
            slug = "parent-not-open" if since else "parent-opens-later"
            day = missing if since else min(map(first_day, above))
            found = draft.unit_problem(slug, i, parent=str(unit.parent), day=day.isoformat())
            yield as_warning(found)


def _is_undated(unit: OrgUnit) -> bool:
    return unit.valid_from is None and unit.valid_to is None


def _first_day_without(unit: OrgUnit, above: list[OrgUnit]) -> date | None:
    """Return the first day of ``unit`` on which none of the versions above holds."""
    day = first_day(unit)
    for parent in above:
        if first_day(parent) > day:
            return day
        if last_day(parent) >= last_day(unit):
            return None
        day = max(day, last_day(parent) + timedelta(days=1))
    return day if day <= last_day(unit) else None
