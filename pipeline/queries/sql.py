"""SQL of analysts, run in a process of its own that can read the snapshot and nothing else.

No setting of DuckDB stops every way to use up memory or time, so the process has limits set by
the operating system, and its parent kills it at the deadline.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from time import monotonic

from pipeline.definitions.queries import QueryParameter
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import NamedQuery, Parameter, SqlResult
from pipeline.queries.nouns import nouns
from pipeline.queries.sql_errors import explained, told
from pipeline.warehouse.reader import Reader

DEADLINE = 20.0
TOO_LONG = "too_long"
ROWS = 1000


def run_sql(
    reader: Reader, sql: str, limit: int = ROWS, deadline: float = DEADLINE,
    parameters: Sequence[Parameter] = (),
) -> SqlResult:  # fmt: skip
    """Run one SELECT of an analyst; problems come back as ``error``, never as an exception.

    Of ``parameters`` those that stand in the text as ``$name`` are bound.
    """
    started = monotonic()
    publication = reader.publication
    whole = publication.whole and str(reader.folder / publication.whole)
    order = {
        "file": str(reader.folder / publication.file),
        "whole": whole,
        "spill": str(reader.folder / "spill"),
        "sql": sql,
        "limit": limit,
        "seconds": deadline,
        "parameters": {one.name: bound(one.value) for one in parameters},
    }
    command = [sys.executable, "-I", "-X", "utf8", "-m", "pipeline.queries.sql_process"]
    try:
        done = subprocess.run(
            command, input=json.dumps(order), capture_output=True, text=True, encoding="utf-8",
            timeout=deadline + 5, check=False, env=needed(),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return SqlResult(error=too_long(deadline), seconds=monotonic() - started)
    except OSError as failed:
        why = told("no_answer", why=failed.strerror)
        return SqlResult(error=why, seconds=monotonic() - started)
    seconds = monotonic() - started
    if done.returncode != 0:
        return SqlResult(error=why_it_ended(done.returncode, done.stderr), seconds=seconds)
    answer = json.loads(done.stdout)
    if (refused := answer.get("refused")) is not None:
        why = too_long(deadline) if refused == TOO_LONG else told(refused)
        return SqlResult(error=why, seconds=seconds)
    if (said := answer.get("error")) is not None:
        return SqlResult(error=explained(reader, said), said=said, seconds=seconds)
    return SqlResult(
        columns=tuple(answer["columns"]),
        types=tuple(answer["types"]),
        rows=tuple(tuple(row) for row in answer["rows"][:limit]),
        more=len(answer["rows"]) > limit,
        seconds=seconds,
    )


def needed() -> dict[str, str]:
    """The settings without which no program starts; of the others an analyst's query has none."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}  # Windows


def bound(value: str | Decimal | date | None) -> tuple[str, str | None]:
    """A value as the order carries it: what it is, and its digits or text."""
    if isinstance(value, str | None):
        return "text", value
    return "number" if isinstance(value, Decimal) else "date", str(value)


def too_long(seconds: float) -> Bilingual:
    """That the deadline came first."""
    return told("too_long", seconds=f"{seconds:.0f}")


def why_it_ended(code: int, said: str) -> Bilingual:
    """What is told of a process that gave no answer, from its exit code and its last words.

    The system ends a process that goes past its limits by a signal (a code below zero), or lets
    it fail for want of memory; whatever else it fails of is no fault of the question.
    """
    last = said.strip().rpartition("\n")[2]
    if code < 0 or "MemoryError" in last or "bad_alloc" in last:
        return told("memory")
    return told("no_answer", why=last or f"exit code {code}")


def library(reader: Reader) -> tuple[NamedQuery, ...]:
    """The named queries of the configuration."""
    found = []
    for name, body in nouns(reader).queries.items():
        title = body.get("title")
        words = title if isinstance(title, dict) else {"zh": name, "en": name}
        said = body.get("note")
        note = Bilingual(**said) if isinstance(said, dict) else None
        text = str(body.get("sql", "")).strip()
        found.append(NamedQuery(name, Bilingual(**words), text, note, declared(body)))
    return tuple(found)


def declared(body: Mapping[str, object]) -> tuple[QueryParameter, ...]:
    """The parameters that a query declares."""
    given = body.get("parameters")
    listed = given if isinstance(given, list) else []
    return tuple(QueryParameter.model_validate(one) for one in listed)
