"""Verbs of the office that receives reports: corrections."""

from dataclasses import asdict

import click

from pipeline.cli.figures import heads_of
from pipeline.cli.options import FINDINGS, Setting, json_option, print_json
from pipeline.cli.shapes import corrections_json
from pipeline.cli.tables import print_table
from pipeline.queries import questions
from pipeline.wording.phrases import phrase


@click.command()
@click.option("--unit", help="只看此单位及下级 Only this unit and those below it.")
@json_option
@click.pass_obj
def corrections(setting: Setting, unit: str | None, as_json: bool) -> None:
    """上级更正一览：生效、已不需要、未生效。 Corrections decided by superiors, and their state.

    Exit code 1 when a correction no longer fits what was reported.

    \b
    Examples:
      unionkpi corrections
      unionkpi corrections --unit AHX01 --json
    """
    found = questions.correction_list(setting.reader, unit)
    said = corrections_json(found, setting.language)
    if as_json:
        print_json(asdict(said))
    else:
        language = setting.language
        blank = phrase("correction.blank", language)
        rows = [
            (phrase(f"correction.state_{c.state}", language), c.unit.name.in_language(language),
             c.form_title.in_language(language), c.period_name.in_language(language),
             f"{c.field_label.in_language(language)} {c.note.reported or blank} → "
             f"{c.note.corrected or blank}", c.note.reason.in_language(language), c.place)
            for c in found
        ]  # fmt: skip
        names = ("state", "unit", "form", "period", "change", "reason", "place")
        title = phrase("cli.corrections", language, count=len(rows), failing=said.failing)
        print_table(title, heads_of("corrections", names, language), rows)
    if said.failing:
        click.get_current_context().exit(FINDINGS)


VERBS = (corrections,)
