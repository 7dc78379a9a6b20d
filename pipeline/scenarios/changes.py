"""Changes: inputs that nobody sent, put into a world before it is computed."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

import duckdb

from pipeline.definitions.catalogue import Catalogue
from pipeline.scenarios.question import Change, Figure, Promise, Repeat
from pipeline.scenarios.repeats import repeat_last
from pipeline.warehouse.corrections import typed, write

ROWS = """
select fact.submission, fact.source_row from "{table}" as fact
join submission using (submission)
where submission.current and fact.unit = ? and fact.period = ?
"""


class NothingToChange(Exception):
    """A figure that is to be changed has not exactly one row, also not an earlier one."""

    def __init__(self, figure: Figure, rows: int) -> None:
        super().__init__(f"{rows} rows")
        self.figure, self.rows = figure, rows


class UnfitValue(Exception):
    """A figure that is to be changed can not be this value."""

    def __init__(self, figure: Figure) -> None:
        super().__init__(figure.text)
        self.figure = figure


def make_changes(
    connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, changes: Iterable[Change]
) -> Catalogue:
    """Alter facts in place, and return the catalogue with altered promises.

    Reports that say something else are noted in ``changed_report``.

    Raises NothingToChange, and UnfitValue for a value the field can not hold.
    """
    for change in changes:
        if isinstance(change, Repeat):
            repeat_last(connection, catalogue, change.unit, change.period)
        elif isinstance(change, Figure):
            set_figure(connection, catalogue, change)
        else:
            catalogue = promised(catalogue, change)
    return catalogue


def set_figure(connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, change: Figure) -> None:
    """Change one cell; a unit that has not reported first repeats its last report."""
    asked = (ROWS.format(table=change.table), [change.unit, change.period])
    rows = connection.execute(*asked).fetchall()
    form, section = catalogue.tables()[change.table]
    if not rows:
        repeat_last(connection, catalogue, change.unit, change.period, form.id)
        rows = connection.execute(*asked).fetchall()
    if len(rows) != 1:
        raise NothingToChange(change, len(rows))
    field = form.sections[section].fields[change.field]
    if field.type == "choice" and change.text not in ("", *field.choices):
        raise UnfitValue(change)
    number, row = rows[0]
    connection.execute(
        "insert into changed_report values (?, ?, ?)", [form.id, change.unit, change.period]
    )
    try:
        value = typed(change.text, field.type)
        write(connection, change.table, change.field, number, row, value)
    except (KeyError, duckdb.ConversionException) as wrong:
        raise UnfitValue(change) from wrong


def promised(catalogue: Catalogue, change: Promise) -> Catalogue:
    """The catalogue with another value of one target, from the beginning of its plan."""
    plan = catalogue.plans[change.plan]
    targets = tuple(
        target.model_copy(update={"value": Decimal(change.value), "changes": ()})
        if target.id == change.target else target
        for target in plan.targets
    )  # fmt: skip
    altered = plan.model_copy(update={"targets": targets})
    return replace(catalogue, plans={**catalogue.plans, plan.id: altered})
