"""The verbs: parse, call, print, exit code; no logic."""

import sys

import click

from pipeline.cli import (
    asking,
    confirming,
    diff,
    drafts,
    engines,
    facts,
    figures,
    files,
    flow,
    history,
    house,
    lapses,
    office,
    scores,
    serving,
    share,
    summary,
    units,
    what_if,
)
from pipeline.cli.options import Setting, also_behind, failures_become_words, shared_options
from pipeline.cli.other_encodings import never_fail
from pipeline.cli.own_words import speak

VERBS = (
    *house.VERBS, *files.VERBS, *drafts.VERBS, *figures.VERBS, *asking.VERBS, *facts.VERBS,
    *units.VERBS, *summary.VERBS, *scores.VERBS, *lapses.VERBS, *history.VERBS, *what_if.VERBS,
    *office.VERBS, *flow.VERBS, *confirming.VERBS, *diff.VERBS, *engines.VERBS, *share.VERBS,
    *serving.VERBS,
)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="unionkpi", help="看版本 Show the version and exit.")
@shared_options
@click.pass_context
def commands(context: click.Context, **options: object) -> None:
    """工会指标跟踪：收报表、查错、算指标、看进度。 Indicator tracking for trade unions.

    --config, --data, --lang 也可以写在动词后面。 They may also stand behind the verb.

    \b
    Examples:
      unionkpi check
      unionkpi ingest data/raw/inbox
      unionkpi show unionisation_rate --unit AHX --period 2024Q3
      unionkpi status --lang en --config config --config data/raw/sample/config
    """
    context.obj = Setting.from_options(options)


for verb in VERBS:
    commands.add_command(also_behind(verb))


def main() -> None:
    """Run the command line; every expected failure ends in words and a fixed exit code."""
    never_fail()
    speak()
    with failures_become_words():
        code = commands.main(standalone_mode=False)  # what a verb gave to ``exit``, else None
        sys.exit(code)
