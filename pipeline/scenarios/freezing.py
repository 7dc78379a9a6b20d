"""Freezing: keep what is published of a unit and a period, to say later what has changed."""

import duckdb

from pipeline.warehouse.frozen import FOLDER, TABLES, Freeze, in_force
from pipeline.warehouse.moments import moment
from pipeline.warehouse.reader import Reader

BELOW = """
with recursive below as (
    select unit, parent from unit_tree where unit = getvariable('frozen_unit')
      and day = getvariable('frozen_day')
    union
    select tree.unit, tree.parent from below
    join unit_tree as tree on tree.parent = below.unit and tree.day = getvariable('frozen_day')
)
"""
CONTENTS = {
    "tree": f"{BELOW} select unit, parent from below order by unit",
    "figures": f"""{BELOW}
select indicator, family, segment, unit, span, numerator, denominator, value, expected, reported
from indicator_value join below using (unit)
where period = getvariable('frozen_period') order by all""",
    "targets": f"""{BELOW}
select plan, target, unit, completion, status from target_value join below using (unit)
where period = getvariable('frozen_period') order by all""",
    "scores": f"""{BELOW}
select plan, unit, total from score join below using (unit)
where period = getvariable('frozen_period') order by all""",
    "reports": f"""{BELOW}
select report.tbl, submission.form, report.unit, report.period, submission.sha256,
       submission.version, submission.received_at
from report join below using (unit) join submission using (submission)
where report.ends <= getvariable('frozen_day') and report.starts >= (
    select min(starts) from time_window where period = getvariable('frozen_period'))
order by all""",
    "corrections": f"""{BELOW}
select correction, tbl, unit, period, field, reported, corrected
from correction join below using (unit) where state = 'applied' order by all""",
    "plans": """
select id as plan, md5(body) as digest from definition where kind = 'plan' order by id""",
    "definitions": """
select id as indicator, md5(body) as digest from definition where kind = 'indicator'
order by id""",
}


def freeze(
    reader: Reader, unit: str, period: str, reason: str, document: str | None = None
) -> Freeze:
    """Keep what is published now. The unit and the period must be known."""
    publication = reader.publication
    folder = reader.data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    number = sum(1 for _ in folder.glob(f"{period}-{unit}-*")) + 1
    made = Freeze(
        f"{period}-{unit}-{number:03d}", unit, period, reason, document,
        moment(reader.data), publication.number, publication.published_at,
    )  # fmt: skip
    (folder / made.name).mkdir()
    cursor = reader.cursor()
    try:
        set_variables(cursor, unit, period)
        for table in TABLES:
            path = made.table(reader.data, table).replace("'", "''")
            cursor.execute(f"copy ({CONTENTS[table]}) to '{path}' (format parquet)")
    finally:
        cursor.close()
    made.write(reader.data)
    return made


def frozen_so(
    reader: Reader, unit: str, period: str, reason: str, document: str | None
) -> Freeze | None:
    """The freeze that stands for this paper already; None where anything was published since."""
    wanted = (unit, period, reason, document, reader.publication.number)
    return next(
        (one for one in in_force(reader.data)
         if (one.unit, one.period, one.reason, one.document, one.publication) == wanted),
        None,
    )  # fmt: skip


def set_variables(cursor: duckdb.DuckDBPyConnection, unit: str, period: str) -> None:
    """Tell the queries what is frozen."""
    row = cursor.execute("select max(ends) from time_window where period = ?", [period]).fetchone()
    for name, value in (("unit", unit), ("period", period), ("day", row[0] if row else None)):
        cursor.execute(f"set variable frozen_{name} = ?", [value])
