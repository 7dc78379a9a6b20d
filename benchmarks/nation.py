"""A generated nation in one file, and what is computed of it: ``python -m … sixty FOLDER``.

``python -m … write FOLDER UNIONS`` makes it.

Province › city › county › township › union: 31 provinces, 340 cities, 2 850 counties and 45 000
townships, fewer for fewer unions. Every union reports 20 counts, 8 sums of money, its ownership and
its sector in each quarter of a year. As in real reports a few unions are large, most small, and
one cell in twelve is blank; so a field takes about as many bytes as in real tables. Nothing is
random.
"""

import sys
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import duckdb

from benchmarks.rollup import Placed, first_sums, roll_up, run_model
from pipeline.domain.form import Field
from pipeline.domain.indicator import Measure
from pipeline.domain.noun import Bilingual
from pipeline.warehouse.connection import configure

FIELDS, NUMBERS, COUNTS = 30, 28, 20
BLANK, AGAIN = 12, 100
"""One cell in so many is blank; one report in so many was sent again, and the first is kept."""
SIZE = "cast(20 + 20 * pow(10000.0 / (10000 - hash(i * 7) % 10000), 0.8) as bigint)"
"""How large a union is: from 40 to some 30 000, most near the low end."""
FILES = "nation.duckdb"
LEVELS = {"P": 31, "C": 340, "X": 2850, "T": 45_000}
KINDS = {"ownership": ("state", "collective", "private", "foreign"), "sector": ("a", "b", "c")}
TREE = """
insert into unit_tree
with recursive placed as (
    select unit, parent, 0 as depth from org_unit where parent is null
    union all
    select o.unit, o.parent, placed.depth + 1
    from org_unit as o join placed on o.parent = placed.unit where o.level <> 'grassroots'
)
select days.ends, unit, parent, depth, 'N', true, true, '{}'
from placed cross join (select distinct ends from time_window) as days
"""
SENT_AGAIN = f"""
insert into submission
select n * {AGAIN}, '', 'nation', '1', '', '', 1, 'accepted', timestamp '2025-01-01', false, 0, 0
from range(1, ? + 1) as sent(n)
"""
SCANNED = (
    "select superior, period, ownership, sector, columns('^f[0-9]$|^f1[0-9]$'),"
    " cast(columns('^f2[0-9]$') * 100 as bigint) from placed"
)
ABOVE = """
select mine.number, coalesce(above.number, mine.number) as above
from unit_tree join unit_number as mine using (unit)
left join unit_number as above on above.unit = unit_tree.parent
group by all
"""
SCORECARD = "select * from rolled_up where unit = 'X00007' and win = 4"


def write_nation(folder: Path, unions: int) -> None:
    """Write the roster, the windows and the facts."""
    with duckdb.connect(str(folder / FILES)) as connection:
        configure(connection, folder / "spill")
        for script in ("schema.sql", "results.sql"):
            connection.execute(files("pipeline.warehouse").joinpath(script).read_text("utf-8"))
        above, share = "N", 1.0
        connection.execute(roster("'N'", "null", "nation", 1))
        counts = {name: max(1, min(most, unions // 60)) for name, most in LEVELS.items()}
        for name, count in counts.items():
            parent = (
                "'N'"
                if above == "N"
                else f"'{above}' || lpad((i * {share} // {count})::varchar, 5, '0')"
            )
            connection.execute(roster(f"'{name}' || lpad(i::varchar, 5, '0')", parent, name, count))
            above, share = name, count
        parent = f"'T' || lpad((i * {share} // {unions})::varchar, 5, '0')"
        connection.execute(roster("'G' || lpad(i::varchar, 7, '0')", parent, "grassroots", unions))
        connection.execute(
            "insert into time_window select q, '2024Q' || q, 'calendar_year', 'quarter', 'period',"
            " 2024, make_date(2024, 3 * q - 2, 1), last_day(make_date(2024, 3 * q, 1)), '', ''"
            " from range(1, 5) as quarters(q)"
        )
        connection.execute(TREE)
        numbers = ", ".join(number(k) for k in range(NUMBERS))
        texts = ", ".join(
            f"{list(codes)}[1 + cast(hash(i + {n}) % {len(codes)} as bigint)] as {name}"
            for n, (name, codes) in enumerate(KINDS.items())
        )
        connection.execute(
            f"create temp view sent as select (q - 1) * {unions} + i + 1 as submission,"
            " 5::integer as source_row, 'G' || lpad(i::varchar, 7, '0') as unit,"
            f" '2024Q' || q as period, null::varchar as approximate, {numbers}, {texts}"
            " from range(1, 5) as quarters(q),"
            f" (select i, {SIZE} as size from range({unions}) as unions(i))"
        )
        connection.execute(SENT_AGAIN, [4 * unions // AGAIN])
        connection.execute(
            "create temp view nation as from sent union all"
            f" select * replace (submission + {4 * unions} as submission) from sent"
            f" where submission % {AGAIN} = 0"
        )
        run_model(connection, "unit_place")
        Placed("nation", fields(), ()).place(connection)


def number(k: int) -> str:
    """SQL of one of the number columns."""
    share = f"(hash(i * 31 + {k} + q * 7919) % 1000)"
    value = (
        f"cast(size * {share} // 1000 as bigint)"
        if k < COUNTS
        else f"cast(cast(size * {share} * {37 + k} as bigint) * 0.01 as decimal(18, 2))"
    )
    return f"case when hash(i * 17 + {k} + q) % {BLANK} > 0 then {value} end as f{k}"


def roster(code: str, parent: str, level: str, count: int) -> str:
    """SQL that adds the units of one level."""
    return (
        f"insert into org_unit by name select {code} as unit, '' as name_zh, '' as name_en,"
        f" '{level}' as level, {parent} as parent, date '0001-01-01' as valid_from,"
        " date '9999-12-31' as valid_to, '{}' as attributes, '[]' as aliases, true as generated"
        f" from range({count}) as r(i)"
    )


def fields() -> dict[str, Field]:
    """The form's fields."""
    words = Bilingual(zh="x", en="x")
    found = {
        f"f{k}": Field(label=words, type="integer" if k < COUNTS else "money")
        for k in range(NUMBERS)
    }
    return found | {name: Field(label=words, type="code") for name in KINDS}


def measures(count: int) -> list[tuple[int, Measure, str]]:
    """Half of them plain sums of the columns, half of them filtered by three conditions."""
    wheres: list[dict[str, object]] = [
        {"ownership": "state"}, {"ownership": ("private", "foreign")}, {"sector": "b"},
    ]  # fmt: skip
    found = []
    for n in range(count):
        where = {} if n % 2 == 0 else wheres[n // 2 % 3]
        given: dict[str, object] = {"form": "nation", "over_time": "last", "where": where}
        if n >= 2 * NUMBERS and n < 2 * NUMBERS + 4:
            given["aggregate"] = "count"
        else:
            given["field"] = f"f{n // 2 % NUMBERS}"
        found.append((n + 1, Measure.model_validate(given), ""))
    return found


def opened(folder: Path) -> duckdb.DuckDBPyConnection:
    """The nation's file, with the product's limits."""
    connection = duckdb.connect(str(folder / FILES))
    configure(connection, folder / "spill", memory="1500MB")
    connection.execute("set preserve_insertion_order = false")
    return connection


def bare(folder: Path) -> str:
    """The ungrouped sum of the number columns, and a count of the texts."""
    columns = [f"sum(f{k})" for k in range(NUMBERS)] + [f"count({name})" for name in KINDS]
    with opened(folder) as connection:
        begun, used = time.perf_counter(), time.process_time()
        connection.execute(f"select {', '.join(columns)} from placed").fetchall()
        return f"{time.perf_counter() - begun} {time.process_time() - used}"


def ours(folder: Path, count: int) -> str:
    """Scan, climb and keep; then read one county's row.

    The SQL is written before: the product keeps it as long as the definitions do not change.
    """
    section = Placed("nation", fields(), ())
    sql = first_sums(section, measures(count))
    with opened(folder) as connection:
        begun, used = time.perf_counter(), time.process_time()
        section.count(connection, "last", sql)
        roll_up(connection, sql)
        seconds, processor = time.perf_counter() - begun, time.process_time() - used
        check(connection)
    with opened(folder) as connection:
        connection.execute(SCORECARD).fetchall()
        begun = time.perf_counter()
        connection.execute(SCORECARD).fetchall()
        return f"{seconds} {processor} {1000 * (time.perf_counter() - begun)}"


def check(connection: duckdb.DuckDBPyConnection) -> None:
    """The nation's sums must be the bare sums."""
    rows = [
        [int(n) for n in connection.execute(sql).fetchall()[0]]
        for sql in (
            "select sum(m1), sum(reports) from rolled_up where unit = 'N'",
            "select sum(f0), count(*) from placed"
            " where submission not in (select submission from submission where not current)",
        )
    ]
    if rows[0] != rows[1]:
        raise SystemExit(f"the nation has {rows[0]}, its unions {rows[1]}")


def pandas(folder: Path) -> str:
    """The same 60 measures in a frame, loaded from Parquet, to every level.

    It knows what each row is first added to, as the roll-up does, and gets only the columns it
    needs, money as whole fen: as decimals they would be Python objects, and not fit into memory.
    """
    import pandas as pd

    with opened(folder) as connection:
        for name, sql in (
            ("nation", SCANNED),
            ("above", ABOVE),
        ):
            connection.execute(f"copy ({sql}) to '{folder / name}.parquet' (format parquet)")
    begun, used = time.perf_counter(), time.process_time()
    frame = pd.read_parquet(folder / "nation.parquet")
    above = pd.read_parquet(folder / "above.parquet").set_index("number")["above"]
    frame = frame[frame["superior"].notna()]
    columns = {}
    for number, measure, _ in measures(60):
        kept = None
        for name, wanted in measure.where.items():
            codes = [wanted] if isinstance(wanted, str) else list(wanted)
            kept = frame[name].isin(codes)
        values = frame[measure.field] if measure.field else pd.Series(1, frame.index)
        columns[f"m{number}"] = values if kept is None else values.where(kept, 0)
    wide = pd.DataFrame({"period": frame["period"], "unit": frame["superior"], **columns})
    level = wide.groupby(["unit", "period"]).sum()
    for _ in LEVELS:
        level = level.reset_index()
        level["unit"] = level["unit"].map(above)
        level = level.groupby(["unit", "period"]).sum()
    return f"{time.perf_counter() - begun} {time.process_time() - used}"


CONTESTANTS: dict[str, Callable[[Path], str]] = {
    "bare": bare,
    "sixty": lambda folder: ours(folder, 60),
    "all": lambda folder: ours(folder, 112),
    "pandas": pandas,
}

if __name__ == "__main__":
    if sys.argv[1] == "write":
        write_nation(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        print(CONTESTANTS[sys.argv[1]](Path(sys.argv[2])))
