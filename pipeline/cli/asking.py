"""The verb query: SQL on the published snapshot, or a named query with its parameters."""

from dataclasses import asdict
from pathlib import Path

import click

from pipeline.cli.figures import of_world
from pipeline.cli.handouts import hand_out_rows
from pipeline.cli.options import (
    USAGE,
    Setting,
    json_option,
    language_asked,
    print_json,
    world_options,
)
from pipeline.cli.query_shapes import query_json
from pipeline.cli.tables import print_table
from pipeline.domain.noun import Language
from pipeline.queries import questions
from pipeline.queries.answers import NamedQuery, Parameter, SqlResult
from pipeline.reports.csv_text import csv_lines
from pipeline.wording.parameters import parameters_said
from pipeline.wording.phrases import phrase

Pairs = tuple[tuple[str, str], ...]


def pairs(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> Pairs:
    """NAME=VALUE as two words. Raises BadParameter."""
    for text in given:
        if "=" not in text:
            language = language_asked()
            raise click.BadParameter(phrase("cli.set_form", language, got=text))
    split = (text.partition("=") for text in given)
    return tuple((name.strip(), value.strip()) for name, _, value in split)


@click.command()
@click.argument("sql", required=False)
@click.option("--named", help="查询库中的查询 A query of the library (config/queries).")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    callback=pairs,
    help="参数的值 A value of a parameter of the named query; may be repeated.",
)
@click.option(
    "--list", "listed", is_flag=True, help="列出查询库和参数 List the library with its parameters."
)
@click.option("--tables", is_flag=True, help="列出表和字段 List tables and columns.")
@click.option("--limit", type=click.IntRange(min=1), default=1000, show_default=True,
              help="最多几行 Rows at most.")  # fmt: skip
@click.option("--csv", "as_csv", is_flag=True, help="输出 CSV Print CSV.")
@click.option(
    "--excel",
    type=click.Path(dir_okay=False, path_type=Path),
    help="把结果写成 Excel Write the rows to this workbook.",
)
@world_options
@json_option
@click.pass_obj
def query(setting: Setting, sql: str | None, named: str | None, settings: Pairs, listed: bool,
          tables: bool, limit: int, as_csv: bool, excel: Path | None,
          as_json: bool) -> None:  # fmt: skip
    """自己查：只读 SQL，或查询库中的查询。 Ask in SQL, or a query of the library; read-only.

    The queries of the library are in config/queries; --list names them with their parameters.
    No query reaches the file system.

    \b
    Examples:
      unionkpi query --tables
      unionkpi query "select unit, value from indicator_value where indicator = 'members_total'"
      unionkpi query --list
      unionkpi query late_reporters --set period=2024Q3 --set unit=AHX01
      unionkpi query late_reporters --excel 未报.xlsx
    """
    if tables:
        say_tables(setting)
        return
    library = questions.library(setting.reader)
    if listed:
        say_library(library, setting.language)
        return
    chosen = of_library(library, named or sql, named is not None)
    text = chosen.sql if chosen else sql or ""
    if not text or (named and chosen is None):
        known = ", ".join(one.id for one in library)
        raise click.UsageError(phrase("cli.no_query", setting.language, known=known))
    if settings and chosen is None:
        raise click.UsageError(phrase("cli.set_of_library", setting.language))
    given = questions.parameters(setting.reader, chosen, dict(settings)) if chosen else ()
    result = questions.run_sql(setting.reader, text, limit, parameters=given)
    if result.error:
        click.echo(result.error.in_language(setting.language), err=True)
        if result.said:
            click.echo(phrase("sql.said", setting.language, said=result.said), err=True)
        click.get_current_context().exit(USAGE)
    if excel:
        hand_out_rows(result, text, given, excel, setting)
    elif as_json:
        found = query_json(result, chosen, given, setting.language)
        print_json(asdict(of_world(found, setting)))
    elif as_csv:
        for line in csv_lines(result.columns, result.rows):
            click.echo(line.removesuffix("\r\n"))
    else:
        say_rows(result, given, setting.language)
    if result.more:
        click.echo(phrase("cli.more_rows", setting.language, limit=limit), err=True)


def of_library(library: tuple[NamedQuery, ...], word: str | None, must: bool) -> NamedQuery | None:
    """The query of that name. Raises NotFound where it must be one, and for a single word that
    no SQL is."""
    found = next((one for one in library if one.id == word), None)
    if found is None and word and (must or word.isidentifier()):
        raise questions.no_query(word, library)
    return found


def say_tables(setting: Setting) -> None:
    """Each table with its columns."""
    for table in questions.tables(setting.reader):
        told = [(name, kind, words.in_language(setting.language))
                for name, kind, words in table.columns]  # fmt: skip
        title = f"{table.name}  {table.title.in_language(setting.language)}"
        print_table(title, ("", "", ""), told)


def say_library(library: tuple[NamedQuery, ...], language: Language) -> None:
    """Each query with its title and what may be set."""
    heads = [phrase(f"cli.query_{name}", language) for name in ("id", "title", "parameters")]
    rows = [
        (one.id, one.title.in_language(language),
         phrase("join.list", language).join(
             f"{p.name} ({p.label.in_language(language)})" for p in one.parameters
         ))
        for one in library
    ]  # fmt: skip
    print_table("", heads, rows)


def say_rows(result: SqlResult, given: tuple[Parameter, ...], language: Language) -> None:
    """The rows, under what the parameters were."""
    rows = [["" if value is None else str(value) for value in row] for row in result.rows]
    print_table(parameters_said(given, language), result.columns, rows)


VERBS = (query,)
