"""Findings one by one; those that differ only in their place stand together."""

import json
from collections.abc import Sequence

from dash import html

from dashboards.components.dismissing import dismiss_line, undismiss_line
from dashboards.components.explaining import explain_line
from dashboards.components.headings import means_line
from dashboards.components.naming import whose_line
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.noun import Bilingual
from pipeline.queries.answers import FindingRow, UnknownHeading, UnknownName

PLACES = 12
"""So many places of one problem are listed; the number of the others is said."""
POSITIONS = ("column", "row", "cells", "cells_zh")
"""Details that only repeat where a finding stands."""


def finding_rows(rows: Sequence[FindingRow], seen: int, view: View) -> html.Ol:
    """The findings, in the order of the answer; ``seen``: the publication they stand in."""
    together = alike(rows)
    firsts: dict[object, FindingRow] = {}
    for first, *_ in together:  # what is asked is asked once, wherever it stands
        firsts.setdefault(first.asks, first)
    strays: dict[object, FindingRow] = {}
    for first, *_ in together:  # a report is dismissed as it came, with all that was found in it
        strays.setdefault((as_it_came(first), first.open), first)
    lines = [
        finding(one, seen, view, firsts[one[0].asks] is one[0],
                strays[as_it_came(one[0]), one[0].open] is one[0])
        for one in together
    ]  # fmt: skip
    return html.Ol(lines, className="findings")


def acting(rows: Sequence[FindingRow], unit: Bilingual, view: View) -> Part | None:
    """Who it is that answers, where something can be answered."""
    if not any(row.asks or (row.open and row.severity == "explain") or may_dismiss(row, view)
               for row in rows):  # fmt: skip
        return None
    return html.P(view.say("findings.acting", unit=view.text(unit)), className="note")


def as_it_came(row: FindingRow) -> tuple[object, ...]:
    """What tells a report in one file from others."""
    return row.file, row.received_at, row.unit and row.unit.code, row.period, row.form


def alike(rows: Sequence[FindingRow]) -> list[list[FindingRow]]:
    """Findings of one file that say the same, at several places."""
    found: dict[tuple[object, ...], list[FindingRow]] = {}
    for row in rows:
        said = {name: text for name, text in row.details.items() if name not in POSITIONS}
        unit = row.unit.code if row.unit else None
        key = (row.slug, row.severity, row.file, row.got, row.open, unit, row.period,
               row.received_at, row.explanation, row.dismissal, row.form,
               json.dumps(said, sort_keys=True))  # fmt: skip
        found.setdefault(key, []).append(row)
    return list(found.values())


def finding(
    together: Sequence[FindingRow], seen: int, view: View, asked: bool = False, first: bool = False
) -> html.Li:
    """One problem: where, what, what stood there, what to do; ``asked``: here, if anything is;
    ``first``: of those of its report that are open, or that are not."""
    row = together[0]
    sentence = view.sentence(row)
    what: list[Part] = [html.B(sentence.what)]
    if sentence.got:
        what.append(html.Span(view.say("findings.got", got=sentence.got), className="note"))
    texts: Sequence[Part] = [
        html.P(what), html.P(sentence.do, className="todo-text"),
        html.P(places(together, view), className="note"),
    ]  # fmt: skip
    if row.explanation is not None:
        said = view.say("findings.explained", unit=view.text(row.explanation.by.name),
                        text=row.explanation.text or view.say("findings.explained_there"),
                        day=view.record_day(row.explanation.at))  # fmt: skip
        texts = [*texts, html.P(said, className="note")]
    if row.open and row.severity == "explain":
        numbers = [one.finding for one in together]
        texts = [*texts, explain_line(numbers, seen, view)]
    if asked and isinstance(row.asks, UnknownHeading):
        texts = [*texts, means_line(row.asks, view)]
    elif asked and isinstance(row.asks, UnknownName):
        texts = [*texts, whose_line(row.asks, view)]
    if row.dismissal is not None:
        said = view.say("findings.dismissed", unit=view.text(row.dismissal.by.name),
                        text=row.dismissal.text, day=view.record_day(row.dismissal.at))  # fmt: skip
        texts = [*texts, html.P(said, className="note")]
    if first and may_dismiss(row, view):
        line = dismiss_line if row.dismissal is None else undismiss_line
        texts = [*texts, line(row.finding, seen, view)]
    answered = row.open or row.explanation is not None or row.dismissal is not None
    closed = "" if answered else view.say("findings.closed")
    unit = view.text(row.unit.name) if row.unit else ""
    period = view.text(row.period_name) if row.period_name else ""
    facts = [unit, period, view.record_day(row.received_at), closed]
    told = [html.P(text, className="note") for text in facts if text]
    return html.Li(
        [html.Div(mark(row.severity, view)), html.Div(list(texts)), html.Div(told)],
        className="" if row.open else "past",
    )


def may_dismiss(row: FindingRow, view: View) -> bool:
    """Whether the page's unit may say that nobody will correct it, or that somebody will."""
    is_own = row.unit is not None and row.unit.code == view.selection.unit
    return row.stray and not is_own and (row.open or row.dismissal is not None)


def places(together: Sequence[FindingRow], view: View) -> list[Part]:
    """file › sheet › cell; of several places the file once, then sheet and cell of each."""
    if len(together) == 1:
        return [view.sentence(together[0]).place]
    cells = [" ".join(part for part in (row.sheet, row.cell) if part) for row in together]
    listed: list[Part] = [f"{together[0].file} › ", *view.join(cells[:PLACES], "join.items")]
    if len(cells) > PLACES:
        listed.append(view.say("findings.more_places", count=view.whole(len(cells) - PLACES)))
    return listed


def mark(severity: str, view: View) -> html.Span:
    """A severity in a word."""
    return html.Span(view.severity(severity), className=f"mark {severity}")
