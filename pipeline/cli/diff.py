"""The verb that shows what changed between two versions of a report."""

from dataclasses import asdict

import click

from pipeline.cli.diff_shapes import diff_json
from pipeline.cli.figures import heads_of
from pipeline.cli.flow import form_option, period_option, unit_option
from pipeline.cli.options import Setting, json_option, print_json
from pipeline.cli.tables import print_table
from pipeline.domain.noun import Language
from pipeline.queries import questions
from pipeline.queries.answers import DiffCell, ReportVersion, VersionDiff
from pipeline.wording.phrases import phrase


@click.command()
@unit_option
@form_option
@period_option
@click.option("--versions", nargs=2, type=click.IntRange(min=1), metavar="N N",
              help="比较哪两版 Which two versions. [default: the last two accepted]")  # fmt: skip
@click.option("--limit", default=200, show_default=True,
              help="最多列几格（--json 全列） Cells to print; --json gives all.")  # fmt: skip
@json_option
@click.pass_obj
def diff(setting: Setting, unit: str, form: str, period: str, versions: tuple[int, int] | None,
         limit: int, as_json: bool) -> None:  # fmt: skip
    """重报改了什么：两版逐格比较。 What a resubmission changed, cell by cell.

    Compared is what was reported, not what a superior corrected. Rows are matched by the key of
    their section, or else in their order. Values are as stored: money in CNY, choices by their
    code. Of fields about a person only that they changed is said. Of a version that was withheld
    nothing is stored, so it cannot be compared.

    \b
    Examples:
      unionkpi diff --unit AHX020002 --form membership --period 2024Q3
      unionkpi diff --unit AHX020002 --form case_ledger --period 2024Q3 --versions 1 2 --json
    """
    found = questions.version_diff(setting.reader, form, unit, period, versions)
    language = setting.language
    if as_json:
        print_json(asdict(diff_json(found, language)))
        return
    title = " · ".join([found.unit.name.in_language(language),
                        found.form_title.in_language(language),
                        found.period_name.in_language(language)])  # fmt: skip
    heads = heads_of("diff", ("version", "received", "file", "sender", "verdict"), language)
    print_table(title, heads, [version_row(one, language) for one in found.versions], right=[0])
    click.echo(in_words(found, language))
    if found.cells:
        heads = heads_of("diff", ("change", "section", "key", "field", "old", "new", "cell"),
                         language)  # fmt: skip
        print_table("", heads, [cell_row(one, language) for one in found.cells[:limit]])
    if len(found.cells) > limit:
        click.echo(phrase("cli.more_rows", language, limit=limit))


def version_row(one: ReportVersion, language: Language) -> tuple[str, ...]:
    """One version; the one that counts is marked."""
    said = [phrase(f"state_of.{one.verdict}", language)]
    said += [phrase(f"flow.{one.held}", language)] if one.held else []
    said += [phrase("diff.current", language)] if one.current else []
    received = one.received_at.isoformat(" ", "minutes")
    return (str(one.version), received, one.file, one.sender or "", " · ".join(said))


def in_words(found: VersionDiff, language: Language) -> str:
    """What came of the comparison, in one sentence."""
    if found.old is None or found.new is None:
        return phrase("diff.one_version", language)
    told = {"old": found.old.version, "new": found.new.version}
    if found.state == "withheld":
        return phrase("diff.withheld", language, **told)
    if not found.cells:
        return phrase("diff.same", language, **told)
    return phrase("diff.changes", language, **told, changed=found.changed, added=found.added,
                  removed=found.removed)  # fmt: skip


def cell_row(one: DiffCell, language: Language) -> tuple[str, ...]:
    """One changed cell, and where it stands."""
    blank = phrase("diff.hidden" if one.hidden else "correction.blank", language)
    place = one.cell or phrase("diff.row", language, row=one.row)
    return (
        phrase(f"diff.{one.change}", language),
        one.section_title.in_language(language),
        one.key or "",
        one.field_label.in_language(language),
        one.old or blank,
        one.new or blank,
        phrase("diff.place", language, version=one.version, place=f"{one.sheet} › {place}"),
    )


VERBS = (diff,)
