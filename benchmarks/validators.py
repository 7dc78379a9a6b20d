"""One library validating the rows of a file, in a process of its own: ``… NAME FILE``.

The file says columns, rows and rules (``benchmarks.validation`` writes it). Only the validation
is timed, with everything imported and the rules built: from rows in memory, as reading leaves them
(Python values, no frame yet), to a count of faults of which row and rule are known. One line of
JSON says what it took and how many faults were found.
Each library is imported by its own contestant, as they do not live in one environment.
"""

import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

Given = dict[str, Any]
Count = Callable[[], int]
"""Validates once; returns how many (row, rule) do not hold."""
FIRST, TIMES = 1, 3


def ours(given: Given) -> Count:
    """The judging step of this product: all rows of the table in one frame."""
    from datetime import datetime

    from pipeline import run
    from pipeline.checks.judging import judge
    from pipeline.domain.submission import FileRead, SectionRead

    catalogue = run.load([Path(given["config"])])
    form, section = catalogue.tables()[given["table"]]
    names, rows, size = given["columns"], given["rows"], given["rows_a_file"]
    moment = datetime(2025, 1, 10)

    def files() -> list[FileRead]:
        made = []
        for first in range(0, len(rows), size):
            part = rows[first : first + size]
            columns = dict(zip(names, map(list, zip(*part, strict=True)), strict=True))
            units = [f"U{first + number}" for number in range(len(part))]
            read = SectionRead(
                form.id, section, given["table"], form.version, "1", "list",
                {name: chr(ord("A") + place) for place, name in enumerate(names)},
                list(range(2, len(part) + 2)), units, ["2024Q4"] * len(part), columns,
                [None] * len(part), rows_seen=len(part),
            )  # fmt: skip
            made.append(FileRead(f"{first}.xlsx", str(first), 1, moment, sections=[read]))
        return made

    fresh = [files() for _ in range(FIRST + TIMES)]  # judging writes its findings into them

    def count() -> int:
        batch = fresh.pop()
        judge(batch, catalogue)
        return sum(len(file.findings) for file in batch)

    return count


def frictionless(given: Given) -> Count:
    """A table schema with constraints, and one row constraint per rule between fields."""
    from frictionless import Checklist, Resource, Schema, checks, system

    fields = [
        {"name": name, "type": "integer",
         "constraints": {"required": name in given["required"]}
         | ({"minimum": given["minimum"][name]} if name in given["minimum"] else {})}
        for name in given["columns"]
    ]  # fmt: skip
    schema = Schema.from_descriptor({"fields": fields})
    formulas = [
        f"{small} == None or {large} == None or {small} <= {large}"
        for small, large in given["at_most"]
    ]
    for total, parts in given["sums"]:
        blank = " or ".join(f"{name} == None" for name in (total, *parts))
        formulas.append(f"{blank} or {total} == {' + '.join(parts)}")
    checklist = Checklist(checks=[checks.row_constraint(formula=f) for f in formulas])
    rows = [given["columns"], *given["rows"]]

    def count() -> int:
        with system.use_context(trusted=True):
            resource = Resource(data=rows, schema=schema)
            report = resource.validate(checklist, limit_errors=10**9)
        return len(report.flatten(["type"]))

    return count


def great_expectations(given: Given) -> Count:
    """A suite over a pandas frame; a sum is a column of differences that must be nought."""
    import great_expectations as gx
    import pandas as pd

    expect = gx.expectations
    suite = gx.ExpectationSuite(name="rules")
    asked = [expect.ExpectColumnValuesToNotBeNull(column=name) for name in given["required"]]
    asked += [
        expect.ExpectColumnValuesToBeBetween(column=name, min_value=least)
        for name, least in given["minimum"].items()
    ]
    asked += [
        expect.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A=large, column_B=small, or_equal=True, ignore_row_if="either_value_is_missing"
        )
        for small, large in given["at_most"]
    ]
    asked += [
        expect.ExpectColumnValuesToBeBetween(column=f"differs_{total}", min_value=0, max_value=0)
        for total, _ in given["sums"]
    ]
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("rows").add_dataframe_asset("rows")
    definition = asset.add_batch_definition_whole_dataframe("all")
    suite = context.suites.add(suite)
    for one in asked:
        suite.add_expectation(one)

    def count() -> int:
        frame = pd.DataFrame(given["rows"], columns=given["columns"], dtype=float)
        differences = {
            f"differs_{total}": frame[total] - sum(frame[name] for name in parts)
            for total, parts in given["sums"]
        }
        batch = definition.get_batch({"dataframe": frame.assign(**differences)})
        done = batch.validate(suite, result_format={"result_format": "COMPLETE"})
        return sum(result.result.get("unexpected_count", 0) for result in done.results)

    return count


CONTESTANTS: dict[str, tuple[str, Callable[[Given], Count]]] = {
    "ours": ("unionkpi", ours),
    "frictionless": ("frictionless", frictionless),
    "great_expectations": ("great-expectations", great_expectations),
}


def main(name: str, file: Path) -> None:
    """Validate once unmeasured, then several times; say the best."""
    package, make = CONTESTANTS[name]
    count = make(json.loads(file.read_text("utf-8")))
    found = {count() for _ in range(FIRST)}
    walls, cpus = [], []
    for _ in range(TIMES):
        wall, cpu = time.perf_counter(), time.process_time()
        found.add(count())
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    (faults,) = found
    said = {"wall": min(walls), "cpu": min(cpus), "faults": faults, "version": version(package)}
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
