"""Which reports a button is about, and for which unit it acts: written into its name."""

import json
from collections.abc import Sequence
from typing import Any

from dashboards.view import View
from pipeline.queries.answers import ReportRow, SentReports


def sent_together(together: Sequence[ReportRow], version: int, view: View) -> str:
    """Reports that came together, as the name of a button of the page's unit."""
    unit, period = together[0].unit.code, period_of(together[0], view)
    forms = [report.form for report in together]
    return json.dumps([view.selection.unit, unit, period, version, *forms])


def several(listed: Sequence[Sequence[ReportRow]], view: View) -> str:
    """Reports of several units, those of each together, as the name of a button."""
    sent = [
        [rows[0].unit.code, period_of(rows[0], view), rows[0].newest, *(row.form for row in rows)]
        for rows in listed
    ]
    return json.dumps([view.selection.unit, *sent], separators=(",", ":"))


def period_of(row: ReportRow, view: View) -> str:
    """The code of a report's own period: of a quarter's page, it may be a month."""
    return row.period.code if row.period else view.selection.period


def read_sent(about: str) -> tuple[str, SentReports] | None:
    """Who acts, and on which reports; None for rubbish."""
    by, *given = parts_of(about) or [None]
    sent = sent_of(given)
    return None if type(by) is not str or sent is None else (by, sent)


def read_several(about: str) -> tuple[str, list[SentReports]] | None:
    """The same of several units; None for rubbish."""
    by, *given = parts_of(about) or [None]
    found = [sent_of(one) for one in given]
    sent = [one for one in found if one is not None]
    return None if type(by) is not str or not sent or len(sent) < len(found) else (by, sent)


def sent_of(given: object) -> SentReports | None:
    """Reports of one unit that came together; None for rubbish."""
    if not isinstance(given, list) or [type(part) for part in given[:3]] != [str, str, int]:
        return None
    unit, period, version, *forms = given
    if not forms or any(type(form) is not str for form in forms):
        return None
    return SentReports(unit, period, version, tuple(forms))


def read_words(about: str, least: int) -> list[str] | None:
    """A button's name that is a list of at least so many words; None for rubbish."""
    given = parts_of(about)
    if given is None or len(given) < least or any(type(part) is not str for part in given):
        return None
    return given


def parts_of(about: str) -> list[Any] | None:
    """What a button's name is made of."""
    try:
        given = json.loads(about)
    except ValueError:
        return None
    return given if isinstance(given, list) else None
