"""The verb what-if, and its JSON."""

from dataclasses import asdict, dataclass
from decimal import Decimal

import click

from pipeline.cli.options import Setting, json_option, print_json, world_options
from pipeline.cli.selection import chosen
from pipeline.cli.tables import print_table, working
from pipeline.domain.noun import Language
from pipeline.queries import questions
from pipeline.queries.answers import IndicatorSupposed, TargetSupposed, WhatIf
from pipeline.wording.numbers import completion
from pipeline.wording.phrases import phrase
from pipeline.wording.statuses import status_word
from pipeline.wording.words import figure


@dataclass(frozen=True)
class SupposedTargetJson:
    """One entry of ``targets``: a target before and after."""

    target: str
    plan: str
    indicator: str | None
    value_before: Decimal | None
    value_after: Decimal | None
    target_before: Decimal
    target_after: Decimal
    completion_before: Decimal | None
    completion_after: Decimal | None
    status_before: str | None
    status_after: str | None


@dataclass(frozen=True)
class SupposedIndicatorJson:
    """One entry of ``indicators``: an indicator that would be another."""

    indicator: str
    family: str
    value_before: Decimal | None
    value_after: Decimal | None
    reported_before: int
    reported_after: int
    expected: int


@dataclass(frozen=True)
class WhatIfJson:
    """``what-if --json``: what would be, beside what is."""

    org_unit: str
    period: str
    repeated: int
    targets: tuple[SupposedTargetJson, ...]
    indicators: tuple[SupposedIndicatorJson, ...]


def what_if_json(found: WhatIf) -> WhatIfJson:
    """Before and after, as numbers."""
    return WhatIfJson(
        found.unit.code,
        found.period.code,
        found.repeated,
        tuple(target_json(one) for one in found.targets),
        tuple(
            SupposedIndicatorJson(
                one.indicator.id, one.family, one.before.value, one.after.value,
                one.before.data.reported, one.after.data.reported, one.after.data.expected,
            )
            for one in found.indicators
        ),
    )  # fmt: skip


def target_json(one: TargetSupposed) -> SupposedTargetJson:
    """One target."""
    before, after = one.before, one.after
    return SupposedTargetJson(
        before.target_id, before.plan_id, before.indicator.id if before.indicator else None,
        before.actual.value, after.actual.value, before.target, after.target,
        before.completion, after.completion,
        before.status.value if before.status else None,
        after.status.value if after.status else None,
    )  # fmt: skip


@click.command(name="what-if")
@click.option("--unit", help="单位代码 Code of the unit. [default: the one with most reports]")
@click.option("--period", help="报告期 For example 2024Q3. [default: the latest]")
@click.option(
    "--late-repeat",
    is_flag=True,
    help="迟报单位按上次报的数 Whoever is late sends the last report again.",
)
@click.option(
    "--set",
    "figures",
    multiple=True,
    metavar="FORM.FIELD@UNIT=VALUE",
    help="改一个单位的一个数 Change one figure of one unit; may be repeated.",
)
@click.option(
    "--target",
    "promises",
    multiple=True,
    metavar="PLAN/TARGET=VALUE",
    help="改一个目标值 Change one target; may be repeated.",
)
@world_options
@json_option
@click.pass_obj
def what_if(setting: Setting, unit: str | None, period: str | None, late_repeat: bool,
            figures: tuple[str, ...], promises: tuple[str, ...],
            as_json: bool) -> None:  # fmt: skip
    """假如……会怎样：改前 → 改后，什么也不保存。 What would be if; nothing is stored.

    \b
    Examples:
      unionkpi what-if --unit AHX --period 2024Q3 --late-repeat
      unionkpi what-if --unit AHX --set membership.members_total@AHX020002=120
      unionkpi what-if --unit AHX --target sample_2024_ahx/T01=5000 --json
    """
    setting, unit, period = chosen(setting, unit, period)
    with working(phrase("cli.supposing", setting.language)):
        found = questions.what_if(
            setting.reader, unit, period, late_repeat=late_repeat, figures=figures,
            promises=promises,
        )  # fmt: skip
    if as_json:
        print_json(asdict(what_if_json(found)))
        return
    say(found, setting.language)


def say(found: WhatIf, language: Language) -> None:
    """Two tables: targets, and the indicators that would be others."""
    heads = [phrase(f"whatif.{name}", language) for name in ("target", "value", "goal",
                                                             "completion", "status")]  # fmt: skip
    print_table(phrase("whatif.targets", language), heads,
                [target_line(one, language) for one in found.targets])  # fmt: skip
    heads = [phrase(f"whatif.{name}", language) for name in ("indicator", "value", "reported")]
    print_table(phrase("whatif.indicators", language), heads,
                [indicator_line(one, language) for one in found.indicators])  # fmt: skip
    click.echo(phrase("whatif.said", language, repeated=found.repeated,
                      indicators=len(found.indicators)))  # fmt: skip


def arrow(before: str, after: str) -> str:
    """Before → after; once where both are the same."""
    return before if before == after else f"{before} → {after}"


def target_line(one: TargetSupposed, language: Language) -> tuple[str, ...]:
    """One target."""
    both = one.before, one.after
    figures = [
        arrow(*(figure(row.actual.value, row) for row in both)),
        arrow(*(figure(row.target, row) for row in both)),
        arrow(*(completion(row.completion) for row in both)),
    ]
    words = [status_word(row.status, language) if row.status else row.reason or "—"
             for row in (one.before, one.after)]  # fmt: skip
    return (one.before.name.in_language(language), *figures, arrow(*words))


def indicator_line(one: IndicatorSupposed, language: Language) -> tuple[str, ...]:
    """One indicator."""
    value = arrow(*(figure(v.value, one.indicator) for v in (one.before, one.after)))
    reported = arrow(*(f"{v.data.reported}/{v.data.expected}" for v in (one.before, one.after)))
    name = one.indicator.name.in_language(language)
    if one.family_label is not None:
        name += f" · {one.family_label.in_language(language)}"
    return (name, value, reported)


VERBS = (what_if,)
