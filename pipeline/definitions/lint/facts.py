"""Rules of facts: each stands once, and what is cited or referred to is there.

A configuration without ``facts.csv`` may cite whatever its readers understand.
"""

from collections.abc import Iterator

from pipeline.definitions.draft import Draft
from pipeline.definitions.lint.plans import each_target
from pipeline.definitions.lint.values import is_period
from pipeline.definitions.spelling import suggestion
from pipeline.domain.finding import Finding


def facts_are_unique(draft: Draft) -> Iterator[Finding]:
    """No two lines have the same id."""
    first: dict[str, str] = {}
    for fact, place in draft.facts:
        here = f"{place.file}:{place.line}"
        before = first.setdefault(fact.id, here)
        if before != here:
            yield Finding("fact-twice", "error", place, fact.id, {"id": fact.id, "first": before})


def cited_facts_exist(draft: Draft) -> Iterator[Finding]:
    """Every fact that an indicator or a target cites is in the register, where there is one."""
    if not draft.fact_files or any(kind == "facts" for kind, _ in draft.broken):
        return
    known = {fact.id for fact, _ in draft.facts}
    for name, indicator in draft.indicators.items():
        for i, cited in enumerate(indicator.source.facts):
            if cited not in known:
                yield draft.problem("undeclared-fact", ("indicator", name), ("source", "facts", i),
                                    cited, **unknown(draft, cited, known))  # fmt: skip
    for plan, i, target in each_target(draft):
        if target.fact is not None and target.fact not in known:
            yield draft.problem("undeclared-fact", ("plan", plan.id), ("targets", i, "fact"),
                                target.fact, **unknown(draft, target.fact, known))  # fmt: skip


def facts_name_what_exists(draft: Draft) -> Iterator[Finding]:
    """Theme, period, indicator and other facts of a line are there.

    The unit need not be: an office replaces the roster and keeps what documents of others say.
    """
    known = {fact.id for fact, _ in draft.facts}
    for fact, place in draft.facts:
        if draft.product is not None and fact.theme not in draft.product.themes:
            near = suggestion(fact.theme, draft.product.themes)
            details = {"theme": fact.theme, "suggestion": near}
            yield Finding("undeclared-theme", "error", place, fact.theme, details)
        shown = fact.shown
        others = [fact.repeats] if fact.repeats else []
        for other in (*others, *(shown.together if shown else ())):
            if other not in known or other == fact.id:
                yield Finding("undeclared-fact", "error", place, other,
                              unknown(draft, other, known - {fact.id}))  # fmt: skip
        if shown is None:
            continue
        if not is_period(draft, shown.period):
            details = {"key": "shown_period"}
            yield Finding("not-a-period-code", "error", place, shown.period, details)
        if shown.indicator not in draft.indicators and (
            ("indicator", shown.indicator) not in draft.broken
        ):
            near = suggestion(shown.indicator, draft.indicators)
            details = {"indicator": shown.indicator, "suggestion": near}
            yield Finding("undeclared-indicator", "error", place, shown.indicator, details)


def unknown(draft: Draft, cited: str, known: set[str]) -> dict[str, str]:
    """The details of a fact that is not there."""
    return {"id": cited, "file": draft.fact_files[0], "suggestion": suggestion(cited, known, 4)}
