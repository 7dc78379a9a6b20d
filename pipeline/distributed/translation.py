"""DuckDB's SQL said again for Spark.

The engine has one set of SQL models and one compiler of measures, both for DuckDB. sqlglot
translates; here is only what it leaves: names of stored tables, variables, grouping by all, what
a division gives, and (in ``patterns``) columns chosen by a pattern.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from sqlglot import exp, parse
from sqlglot.optimizer.qualify import qualify

from pipeline.distributed.patterns import Columns, spell_out


def statements(sql: str) -> list[exp.Expr]:
    """The statements of a DuckDB script."""
    return [found for found in parse(sql, dialect="duckdb") if found is not None]


def filled_in(
    statement: exp.Expr, variables: Mapping[str, object], parameters: Sequence[object]
) -> exp.Expr:
    """Put values in the place of ``getvariable('…')`` and of ``?``, in their order."""
    waiting = list(parameters)

    def fill(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Placeholder):
            return literal(waiting.pop(0))
        if isinstance(node, exp.Anonymous) and node.name.lower() == "getvariable":
            return literal(variables[node.expressions[0].name])
        return node

    return statement.transform(fill)


def literal(value: object) -> exp.Expr:
    """A value in SQL."""
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    return exp.convert(value)


def spark_query(query: exp.Query, columns: Columns, sources: Mapping[str, str]) -> str:
    """A DuckDB query in Spark's SQL.

    ``sources`` say what Spark is to read for the tables of ``columns``: a view, or a query.
    """
    spell_out(query, columns)
    for select in query.find_all(exp.Select):
        group_by_all(select)
    for cte in query.find_all(exp.CTE):
        cte.set("materialized", None)  # a hint that Spark has no word for
    schema: dict[str, object] = {t: dict.fromkeys(names, "unknown") for t, names in columns.items()}
    spelt: exp.Expr = qualify(
        query, dialect="duckdb", schema=schema, infer_schema=False,
        validate_qualify_columns=False, quote_identifiers=False,
    )  # fmt: skip
    spelt = spelt.transform(divided, copy=False).transform(cast_inside, copy=False)
    own = {cte.alias for cte in spelt.find_all(exp.CTE)}
    apart(spelt)
    waiting: dict[str, str] = {}
    for table in list(spelt.find_all(exp.Table)):
        if table.name in sources and table.name not in own:
            name = f"source_{len(waiting)}"
            waiting[name] = sources[table.name]
            table.set("this", exp.to_identifier(name))
    return put_in(spelt.sql("spark", comments=False), waiting)


def without_order(query: exp.Query) -> exp.Query:
    """Rows of a table have no order on Spark; sorting them would be work for nothing."""
    for select in query.find_all(exp.Query):
        if select.args.get("limit") is None:
            select.set("order", None)
    return query


def put_in(sql: str, sources: Mapping[str, str]) -> str:
    """Write views and queries in the place of their numbers; they are in Spark's SQL already."""
    return re.sub(r"\bsource_\d+\b", lambda found: as_source(sources[found[0]]), sql)


def as_source(source: str) -> str:
    """A view, or a query in brackets."""
    return f"({source})" if " " in source else source


def group_by_all(select: exp.Select) -> None:
    """Name the columns that ``group by all`` means."""
    group = select.args.get("group")
    if group is None or not group.args.get("all"):
        return
    keys = [
        exp.Literal.number(place)
        for place, chosen in enumerate(select.expressions, start=1)
        if not chosen.find(exp.AggFunc) and chosen.find(exp.Column)
    ]
    select.set("group", exp.Group(expressions=keys))


def divided(node: exp.Expr) -> exp.Expr:
    """DuckDB's division gives a double, whatever is divided."""
    if isinstance(node, exp.Div):
        return exp.Div(
            this=exp.cast(exp.paren(node.this), "double"),
            expression=exp.cast(exp.paren(node.expression), "double"),
        )
    return node


def cast_inside(node: exp.Expr) -> exp.Expr:
    """What is cast after a choice is cast in its branches.

    Sail takes the type of ``case … then 0 else`` a long decimal for that of the 0.
    """
    if not isinstance(node, exp.Cast) or not isinstance(node.this, exp.Case):
        return node
    chosen = node.this
    for branch in chosen.args["ifs"]:
        branch.set("true", exp.cast(branch.args["true"], node.to))
    if chosen.args.get("default") is not None:
        chosen.set("default", exp.cast(chosen.args["default"], node.to))
    return chosen


def apart(query: exp.Expr) -> None:
    """Call tables by what is no column.

    Where a table is called like one of its columns (``win.win``), Sail takes the name for the
    column's in a subquery.
    """
    for alias in query.find_all(exp.TableAlias):
        if isinstance(alias.parent, exp.Table | exp.Subquery):
            alias.set("this", exp.to_identifier(f"t_{alias.name}"))
    for column in query.find_all(exp.Column):
        if column.table:
            column.set("table", exp.to_identifier(f"t_{column.table}"))
