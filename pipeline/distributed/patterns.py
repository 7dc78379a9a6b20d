"""What DuckDB leaves to the columns that happen to be there, spelt out column by column.

``columns('pattern')`` in a selection, and ``unpivot`` over such columns.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from sqlglot import exp

Columns = Mapping[str, Sequence[str]]
"""Table → its columns in order."""
PAIR = "pair"


def spell_out(query: exp.Query, columns: Columns) -> list[str]:
    """Rewrite a query in place; return the names of its columns."""
    known = dict(columns)
    for cte in query.ctes:
        known[cte.alias] = spell_out(cte.this, known)
    if isinstance(query, exp.SetOperation):
        spell_out(query.expression, known)
        return spell_out(query.this, known)
    if isinstance(query, exp.Subquery):
        return spell_out(query.this, known)
    assert isinstance(query, exp.Select)
    found = [read(source, known) for source in sources_of(query)]
    for number, source in enumerate(sources_of(query)):
        if not source.alias_or_name:
            source.set("alias", exp.TableAlias(this=exp.to_identifier(f"part_{number}")))
    named = [source.alias_or_name for source in sources_of(query)]  # some are replaced by now
    sources = dict(zip(named, found, strict=True))
    for join in query.args.get("joins") or ():
        if join.kind in ("SEMI", "ANTI") or join.side in ("SEMI", "ANTI"):
            del sources[join.this.alias_or_name]  # says which rows, gives no columns
    query.set("expressions", list(selected(query, sources)))
    return list(names(query, sources))


def sources_of(select: exp.Select) -> list[exp.Expr]:
    """The tables and subqueries that a query reads from."""
    first = select.args.get("from_")
    joined = [join.this for join in select.args.get("joins") or ()]
    return [*([first.this] if first else []), *joined]


def read(source: exp.Expr, known: Columns) -> list[str]:
    """The columns of one source; an ``unpivot`` in it becomes a subquery."""
    if isinstance(source, exp.Table):
        found = list(known.get(source.name, ()))
    elif isinstance(source, exp.Subquery):
        found = spell_out(source.this, known)
    else:
        return []
    pivots = source.args.get("pivots")
    return unpivot(source, pivots[0], found) if pivots else found


def unpivot(source: exp.Expr, pivot: exp.Pivot, found: list[str]) -> list[str]:
    """Put pairs of name and value in the place of columns, and make rows of the pairs.

    Spark has ``unpivot`` as well, but Sail fails where only some of the columns may be null.
    """
    (chosen,) = pivot.args["fields"]
    (pattern,) = chosen.expressions
    name, value = chosen.this.name, pivot.expressions[0].name
    turned = matching(pattern, found)
    kept = [column for column in found if column not in turned]
    pairs = [
        exp.Struct(expressions=[
            exp.PropertyEQ(this=exp.to_identifier(name), expression=exp.Literal.string(column)),
            exp.PropertyEQ(this=exp.to_identifier(value), expression=exp.column(column)),
        ])
        for column in turned
    ]  # fmt: skip
    called = pivot.alias or source.alias_or_name or "long"
    inside = source.copy()
    inside.set("pivots", None)
    inside.set("alias", None)
    if isinstance(inside, exp.Subquery):
        inside.set("alias", exp.TableAlias(this=exp.to_identifier("wide")))
    exploded = exp.alias_(exp.Explode(this=exp.Array(expressions=pairs)), PAIR)
    inner = exp.select(*map(exp.column, kept), exploded).from_(inside).subquery("pairs")
    parts = [
        exp.alias_(exp.Dot(this=exp.column(PAIR), expression=exp.to_identifier(part)), part)
        for part in (name, value)
    ]
    outer = exp.select(*map(exp.column, kept), *parts).from_(inner).subquery()
    outer.set("alias", exp.TableAlias(this=exp.to_identifier(called)))
    source.replace(outer)
    return [*kept, name, value]


def matching(pattern: exp.Columns, found: Sequence[str]) -> list[str]:
    """The columns that ``columns('pattern')`` means."""
    return [name for name in found if re.search(pattern.this.name, name)]


def selected(select: exp.Select, sources: Mapping[str, Sequence[str]]) -> Iterator[exp.Expr]:
    """The selection, one expression for each column that a pattern means."""
    every = [name for found in sources.values() for name in found]
    for chosen in select.expressions:
        if isinstance(chosen, exp.Star) and len(sources) == 1 and not chosen.args.get("except_"):
            yield exp.Column(this=exp.Star(), table=exp.to_identifier(next(iter(sources))))
            continue
        pattern = chosen.find(exp.Columns)
        if pattern is None:
            yield chosen
            continue
        for name in matching(pattern, every):
            made = chosen.unalias().copy()
            place = made.find(exp.Columns)
            column = exp.column(name)
            if place is made:
                made = column
            else:
                place.replace(column)
            yield exp.alias_(made, name)


def names(select: exp.Select, sources: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The names of a selection's columns, stars spelt out."""
    for chosen in select.expressions:
        star = chosen if isinstance(chosen, exp.Star) else chosen.this
        if not isinstance(star, exp.Star):
            yield chosen.alias_or_name
            continue
        left_out = {one.name for one in star.args.get("except_") or ()}
        table = chosen.table if isinstance(chosen, exp.Column) else None
        for alias, found in sources.items():
            if not table or alias == table:
                yield from (name for name in found if name not in left_out)
