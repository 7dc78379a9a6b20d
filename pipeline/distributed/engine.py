"""A connection that takes the engine's statements for DuckDB and has Spark carry them out.

``pipeline.indicators`` speaks to one connection: scratch tables are made and replaced, rows are
added, counts are read. Here the same calls end in a Spark Connect session, so that there is one
program for both engines and no definition is written twice.

A job on a cluster costs far more than one in DuckDB, so little is done at once: a table is a
query, written into the queries that read it. It is stored as Parquet when a second statement
reads it, and rows that are added wait until somebody asks for them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from sqlglot import exp

from pipeline.distributed.translation import filled_in, spark_query, statements, without_order

MOST_WAITING = 16
"""Queries whose rows are added to a table in one job."""


@dataclass
class Table:
    """What is known of one table."""

    name: str
    columns: list[str]
    kinds: list[str] | None = None
    """Types as Spark writes them, once they are known."""
    source: str | None = None
    """What stands for it in a query: the name of a view, or the query it is."""
    is_view: bool = False
    was_read: bool = False
    waiting: list[str] = field(default_factory=list)
    """Queries whose rows are still to be added."""
    paths: list[str] = field(default_factory=list)
    """Folders of its rows: one for each job, as listings of a folder may be remembered."""


class Answer:
    """Rows of a query."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self.rows = rows

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All of them."""
        return self.rows

    def fetchone(self) -> tuple[Any, ...] | None:
        """The first."""
        return self.rows[0] if self.rows else None


class Appender:
    """Takes tuples for a table, as ``duckdb.Appender`` does."""

    def __init__(self, connection: "SparkConnection", table: Table) -> None:
        self.connection = connection
        self.table = table
        self.rows: list[Sequence[object]] = []

    def append_rows(self, rows: Iterable[Sequence[object]]) -> None:
        """Take rows, values in the order of the table's columns."""
        self.rows += rows

    def flush(self) -> None:
        """Give them to the table."""
        if not self.rows:
            return
        columns = [pa.array(list(column)) for column in zip(*self.rows, strict=True)]
        frame = self.connection.session.createDataFrame(pa.table(columns, self.table.columns))
        view = f"given_{self.connection.new_number()}"
        frame.createOrReplaceTempView(view)
        self.connection.add(self.table, f"select * from {view}")
        self.rows = []


class SparkConnection:
    """Takes what ``duckdb.DuckDBPyConnection`` takes, as far as the engine asks.

    ``folder`` is where tables are stored: a place that this machine and Spark's workers reach
    by the same name.
    """

    def __init__(self, session: Any, folder: str) -> None:
        self.session = session
        self.folder = folder
        self.tables: dict[str, Table] = {}
        self.variables: dict[str, object] = {}
        self.count = 0

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> Answer:
        """Carry out a script of DuckDB's; the rows are those of its last query.

        Raises NotImplementedError for what is neither a query nor makes or fills a table.
        """
        rows: list[tuple[Any, ...]] = []
        for statement in statements(sql):
            done = filled_in(statement, self.variables, parameters)
            if isinstance(done, exp.Set):
                for item in done.expressions:
                    self.variables[item.this.this.name] = item.this.expression.to_py()
            elif isinstance(done, exp.Create):
                self.create(done)
            elif isinstance(done, exp.Insert):
                self.insert(done)
            elif isinstance(done, exp.Query):
                found = self.session.sql(self.query(done, at_once=True)).collect()
                rows = [tuple(row) for row in found]
            else:
                raise NotImplementedError(statement.sql("duckdb"))
        return Answer(rows)

    def create(self, statement: exp.Create) -> None:
        """Make a table of a query, or an empty one of columns."""
        if isinstance(statement.this, exp.Schema):
            name, columns = statement.this.this.name, statement.this.expressions
            kinds = [column.args["kind"].sql("spark") for column in columns]
            self.tables[name] = Table(name, [column.name for column in columns], kinds)
        else:
            name, query = statement.this.name, without_order(statement.expression)
            source = self.query(query)
            self.tables[name] = Table(name, list(query.named_selects), source=source)

    def insert(self, statement: exp.Insert) -> None:
        """Add the rows of a query, by position, when somebody reads them or enough wait."""
        table = self.tables[statement.this.name]
        # Written first: it may store what waits in the table.
        added = self.query(without_order(statement.expression))
        self.add(table, added)

    def add(self, table: Table, query: str) -> None:
        """Let the rows of a Spark query wait for being added; store them when enough wait."""
        table.waiting.append(query)
        if len(table.waiting) >= MOST_WAITING:
            self.store(table)

    def appender(self, name: str) -> "Appender":
        """Adds rows of this process to a table."""
        return Appender(self, self.tables[name])

    def attach(self, name: str, path: str, schema: str) -> None:
        """Let a Parquet file or folder be read as a table."""
        frame = self.session.read.schema(schema).parquet(path)
        self.tables[name] = Table(name, frame.columns, paths=[path])
        self.show(self.tables[name], frame)

    def stored(self, name: str) -> list[str]:
        """The folders of a table's rows, written as far as they are not."""
        self.make_readable(self.tables[name], True)
        return self.tables[name].paths

    def query(self, query: exp.Query, at_once: bool = False) -> str:
        """A DuckDB query in Spark's SQL; what it reads ``at_once`` or again is stored before."""
        own = {cte.alias for cte in query.find_all(exp.CTE)}
        read = [self.tables[n] for n in {t.name for t in query.find_all(exp.Table)} - own]
        for table in read:
            self.make_readable(table, at_once)
        columns = {table.name: table.columns for table in read}
        return spark_query(query, columns, {table.name: table.source or "" for table in read})

    def make_readable(self, table: Table, at_once: bool) -> None:
        """See that a table has a source, and that nothing is computed twice."""
        if table.source is None and len(table.waiting) == 1:
            table.source = union(table, table.waiting)
            table.waiting = []
        again = (at_once or table.was_read) and not table.is_view
        if table.waiting or table.source is None or again:
            self.store(table)
        table.was_read = True

    def store(self, table: Table) -> None:
        """Write what is not stored yet."""
        own = [] if table.is_view or table.source is None else [table.source]
        self.write(table, [*own, *table.waiting])
        table.waiting = []
        schema = ", ".join(f"`{name}` {kind}" for name, kind in typed(table))
        self.show(table, self.session.read.schema(schema).parquet(*table.paths))

    def write(self, table: Table, parts: Sequence[str]) -> None:
        """Write the rows of some queries to a new folder, in the table's own types."""
        if table.kinds is None:
            fields = self.session.sql(parts[0]).schema.fields
            table.kinds = [field.dataType.simpleString() for field in fields]
        every = union(table, parts or [nothing(table)])
        table.paths.append(f"{self.folder}/{table.name}-{self.new_number()}")
        self.session.sql(every).write.parquet(table.paths[-1])

    def show(self, table: Table, frame: Any) -> None:
        """Give a frame a name in the session.

        The name is new: a session looks views up when it runs a query, not when it gets it.
        """
        table.source, table.is_view = f"{table.name}_{self.new_number()}", True
        frame.createOrReplaceTempView(table.source)

    def new_number(self) -> int:
        """A number nobody has."""
        self.count += 1
        return self.count


def typed(table: Table) -> list[tuple[str, str]]:
    """(column, type)."""
    return list(zip(table.columns, table.kinds or (), strict=True))


def union(table: Table, parts: Sequence[str]) -> str:
    """The rows of some queries, under the table's names and in its types."""
    names = ", ".join(f"`{name}`" for name in table.columns)
    casts = ", ".join(f"cast(`{name}` as {kind}) as `{name}`" for name, kind in typed(table))
    return " union all ".join(f"select {casts} from ({part}) as q({names})" for part in parts)


def nothing(table: Table) -> str:
    """No rows."""
    return f"select {', '.join('null' for _ in table.columns)} where false"
