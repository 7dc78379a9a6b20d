"""The verb about facts of source documents."""

from collections.abc import Iterator
from dataclasses import asdict

import click

from pipeline.cli.fact_shapes import fact_json
from pipeline.cli.options import Setting, json_option, print_json, world_options
from pipeline.cli.tables import print_table
from pipeline.domain.noun import Language
from pipeline.queries import questions
from pipeline.queries.answers import FactPage, FigureShown
from pipeline.wording.comparators import SIGNS
from pipeline.wording.facts import stated
from pipeline.wording.numbers import number
from pipeline.wording.phrases import phrase
from pipeline.wording.words import figure


@click.command("fact")
@click.argument("id_", metavar="FACT")
@world_options
@json_option
@click.pass_obj
def fact(setting: Setting, id_: str, as_json: bool) -> None:
    """原文依据：这个编号在文件里说的是什么。 What a source document states, and what rests on it.

    FACT is a number that definitions and plans cite.

    \b
    Examples:
      unionkpi fact F034
      unionkpi fact F334 --lang en
      unionkpi fact F334 --json
    """
    found = questions.fact_page(setting.reader, id_)
    if as_json:
        print_json(asdict(fact_json(found, setting.language)))
        return
    title = f"{found.fact.id} · {found.fact.name.in_language(setting.language)}"
    print_table(title, ("", ""), list(lines(found, setting.language)))


def lines(found: FactPage, language: Language) -> Iterator[tuple[str, str]]:
    """Term and text of everything that is known of a fact."""
    one, comma = found.fact, phrase("join.items", language)
    told = {
        "issuer": one.issuer.in_language(language),
        "document": one.document.in_language(language),
        "year": str(one.year) if one.year else phrase("fact.year_unstated", language),
        "kind": phrase(f"fact.kind_{one.kind}", language),
        "stated": stated(one, language) or phrase("fact.no_value", language),
        "scope": one.scope.in_language(language) if one.scope else "",
        "denominator": one.denominator.in_language(language) if one.denominator else "",
        "span": phrase(f"fact.span_{one.span}", language),
        "nature": phrase(f"fact.nature_{one.nature}", language),
        "theme": found.theme.in_language(language),
        "repeats": found.repeats.id if found.repeats else "",
        "repeated_by": comma.join(other.id for other in found.repeated_by),
        "shown": shown_words(found.shown, language) if found.shown else "",
        "indicators": comma.join(ref.id for ref in found.indicators),
    }
    for term, text in told.items():
        if text:
            yield phrase(f"fact.{term}", language), text
    for target in found.targets:
        amount = f"{SIGNS[target.comparator]} {figure(target.target, target)}"
        unit = target.unit_label.in_language(language)
        named = f"{target.name.in_language(language)} {amount} {unit}"
        plan = f"{target.plan.title.in_language(language)} {target.plan.year}"
        yield phrase("fact.targets", language), f"{plan} › {named}"


def shown_words(shown: FigureShown, language: Language) -> str:
    """Whose figure, of what, how much."""
    names = [shown.unit.name, shown.period.label, shown.indicator.name]
    names += [name for name in (shown.label, shown.segment_label) if name]
    said = " › ".join(name.in_language(language) for name in names)
    value = shown.amount
    amount = number(value, 0) if shown.part != "value" else figure(value, shown.indicator)
    about = phrase("state.approximate", language) if shown.value.approximate else ""
    return f"{said} = {about}{amount}"


VERBS = (fact,)
