"""Verbs of the flow of reports: approve, return, revoke, withdraw, seal, lock, unlock, exempt,
explain, dismiss."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import click

from pipeline import run
from pipeline.cli.figures import ALL_CELLS
from pipeline.cli.opening_shapes import opened_json
from pipeline.cli.options import FINDINGS, Setting, json_option, print_json, say_findings
from pipeline.cli.selection import chosen
from pipeline.domain.event import Deed
from pipeline.queries import questions
from pipeline.queries.flow import current_forms, revocation
from pipeline.warehouse.decisions import Wish
from pipeline.wording.phrases import phrase

by_option = click.option("--by", required=True, help="办理单位代码 Code of the unit that acts.")
unit_option = click.option("--unit", required=True, help="填报单位代码 Code of the sender.")
form_option = click.option("--form", required=True, help="报表 Id of the form.")
period_option = click.option("--period", required=True, help="报告期 For example 2024Q3.")
why_option = click.option("--reason", required=True, help="理由 Why.")
Verb = Callable[..., Any]
Option = Callable[[Verb], Verb]


def report_options(*more: Option) -> Option:
    """--unit, --form and --period, which name a report; then what else its verb asks for."""
    options: tuple[Option, ...] = (unit_option, form_option, period_option, *more)

    def add(verb: Verb) -> Verb:
        for option in reversed(options):
            verb = option(verb)
        return verb

    return add


def decide(setting: Setting, wish: Wish | list[Wish]) -> None:
    """Do it and say so, or say why not."""
    say_decided(setting, decided(setting, wish))


def decided(setting: Setting, wish: Wish | list[Wish]) -> run.Decision:
    """Do it; a refusal is told, and ends the command."""
    decision = run.decide(wish, setting.config, setting.data)
    if decision.refusal is not None:
        say_findings([decision.refusal], setting.language)
        click.get_current_context().exit(FINDINGS)
    return decision


def say_decided(setting: Setting, decision: run.Decision) -> None:
    """That it is done, and in which publication."""
    number = decision.publication.number if decision.publication else 0
    click.echo(phrase("cli.decided", setting.language, publication=number))


def open_up(setting: Setting, wish: Wish, as_json: bool) -> None:
    """Do it, and say what came in or is read otherwise by it."""
    decision = decided(setting, wish)
    if as_json:
        print_json(asdict(opened_json(decision)))
        return
    again, language = decision.again, setting.language
    say_decided(setting, decision)
    if again.accepted:
        click.echo(phrase("confirmed.accepted", language, accepted=again.accepted))
    if again.reread:
        click.echo(phrase("confirmed.reread", language, reread=len(again.reread)))
    if again.adopted:
        told = phrase("redefined.adopted", language, files=again.adopted, changed=again.refigured)
        click.echo(told)


@click.command()
@click.option("--unit", help="填报单位代码 Code of the sender.")
@click.option("--form", help="报表；不写就是全部 Id of the form; all forms if left out.")
@period_option
@by_option
@click.option("--all-below", is_flag=True,
              help="等办理单位审核的全部 All that waits for the unit that acts.")  # fmt: skip
@click.pass_obj
def approve(
    setting: Setting, unit: str | None, form: str | None, period: str, by: str, all_below: bool
) -> None:
    """审核通过（product.yml 的 flow 定了哪几级审核）。 Approve a report, or all that wait.

    Levels approve from below; until all have, an earlier approved version counts, if any.

    \b
    Examples:
      unionkpi approve --unit AHX020002 --form membership --period 2024Q3 --by AHX02
      unionkpi approve --unit AHX020002 --period 2024Q3 --by AHX02
      unionkpi approve --all-below --period 2024Q3 --by AHX02
    """
    if bool(unit) == all_below:
        raise click.UsageError(phrase("cli.approve_whose", setting.language, unit=by))
    if unit and form:
        decide(setting, Wish("approve", by, "", form, unit, period))
        return
    world, _, period = chosen(setting, by, period)
    listed = questions.reporting_status(world.reader, by, period, form, "waiting", ALL_CELLS, unit)
    wishes = [
        Wish("approve", by, "", row.form, row.unit.code, row.period.code, version=row.newest)
        for row in listed.rows
        if "approve" in row.acts and row.period is not None
    ]
    if not wishes:
        raise click.UsageError(phrase("cli.none_waiting", setting.language, unit=by))
    decision = decided(setting, wishes)
    click.echo(phrase("cli.approved", setting.language, count=len(wishes)), nl=False)
    say_decided(setting, decision)


@click.command(name="return")
@report_options(by_option, why_option)
@click.pass_obj
def send_back(setting: Setting, unit: str, form: str, period: str, by: str, reason: str) -> None:
    """退回已收下的报表，不再计入。 Return an accepted report; it does not count any more.

    \b
    Examples:
      unionkpi return --unit AHX020002 --form funds --period 2024Q3 --by AHX02 --reason 漏报
    """
    decide(setting, Wish("return", by, reason, form, unit, period))


@click.command()
@report_options(by_option, why_option)
@click.pass_obj
def revoke(setting: Setting, unit: str, form: str, period: str, by: str, reason: str) -> None:
    """撤销本级办错的审核或退回，恢复到办理之前。 Take back the unit's own approval or return.

    It is the last one about the newest version. A higher level that has decided since takes its
    own back first; in a locked period nothing is taken back.

    \b
    Examples:
      unionkpi revoke --unit AHX020002 --form funds --period 2024Q3 --by AHX02 --reason 退错了单位
    """
    deed = revocation(setting.reader, form, unit, period, by)
    decide(setting, Wish(deed, by, reason, form, unit, period))


@click.command()
@report_options(why_option)
@click.pass_obj
def withdraw(setting: Setting, unit: str, form: str, period: str, reason: str) -> None:
    """填报单位撤回自己的报表。 Take back the union's own report.

    \b
    Examples:
      unionkpi withdraw --unit AHX020002 --form membership --period 2024Q3 --reason 报错单位
    """
    decide(setting, Wish("withdraw", unit, reason, form, unit, period))


@click.command()
@unit_option
@period_option
@by_option
@click.option("--form", help="报表；不写则该期全部 Id of the form; otherwise all of the period.")
@click.option(
    "--text", default="", help="收文号等 A remark, such as the number it was filed under."
)
@click.option("--withdraw", "undo", is_flag=True, help="撤销登记 Take the note back.")
@click.pass_obj
def seal(setting: Setting, unit: str, period: str, by: str, form: str | None, text: str,
         undo: bool) -> None:  # fmt: skip
    """登记签字盖章的纸质件或扫描件已收到。 Note that the signed and sealed copy has come.

    It holds for the version that counts now; a corrected report needs a copy of its own. With
    flow: {seal: true} in product.yml, reports without one are listed and reminded of.

    \b
    Examples:
      unionkpi seal --unit AHX020002 --period 2024Q3 --by AHX02
      unionkpi seal --unit AHX020002 --period 2024Q3 --form funds --by AHX02 --withdraw
    """
    forms = (form,) if form else current_forms(setting.reader, unit, period)
    deed: Deed = "unseal" if undo else "seal"
    decide(setting, [Wish(deed, by, text, one, unit, period) for one in forms or (None,)])


@click.command()
@click.argument("period")
@by_option
@click.option("--except", "exempt", multiple=True, help="不锁的单位，可重复 Unit to leave open.")
@click.pass_obj
def lock(setting: Setting, period: str, by: str, exempt: tuple[str, ...]) -> None:
    """锁定报告期，本单位及下级不再收报。 Lock a period for the unit and all below it.

    A lock of the same unit with other exceptions replaces the one before. A locked year holds its
    quarters too.

    \b
    Examples:
      unionkpi lock 2024Q3 --by AHX
      unionkpi lock 2024Q3 --by AHX --except AHX020002
    """
    decide(setting, Wish("lock", by, period=period, exempt=exempt))


@click.command()
@click.argument("period")
@by_option
@json_option
@click.pass_obj
def unlock(setting: Setting, period: str, by: str, as_json: bool) -> None:
    """解锁报告期，由锁定的单位办。 Unlock a period that the unit locked.

    What the lock held back comes in by itself; how many files did is told.

    \b
    Examples:
      unionkpi unlock 2024Q3 --by AHX
    """
    open_up(setting, Wish("unlock", by, period=period), as_json)


@click.command()
@click.argument("period")
@unit_option
@by_option
@click.option("--reason", default="", help="理由 Why.")
@click.option("--withdraw", "undo", is_flag=True, help="收回放开 Take the exception back.")
@json_option
@click.pass_obj
def exempt(setting: Setting, period: str, unit: str, by: str, reason: str, undo: bool,
           as_json: bool) -> None:  # fmt: skip
    """对一个单位放开已锁定的报告期，可收回。 Except one unit from a lock, or take that back.

    PERIOD is the one that was locked; other exceptions of the lock stay. What the lock held back
    from the unit comes in by itself; how many files did is told.

    \b
    Examples:
      unionkpi exempt 2024Q3 --unit AHX020002 --by AHX --reason 漏报一个车间
      unionkpi exempt 2024Q3 --unit AHX020002 --by AHX --withdraw
    """
    deed: Deed = "unexempt" if undo else "exempt"
    open_up(setting, Wish(deed, by, reason, unit=unit, period=period), as_json)


@click.command()
@click.argument("finding", type=int)
@click.option("--text", required=True, help="说明 The explanation.")
@by_option
@click.pass_obj
def explain(setting: Setting, finding: int, text: str, by: str) -> None:
    """说明一条“要说明”的问题。 Explain a finding that asks for an explanation.

    FINDING is its number: unionkpi query "select finding, unit, file, cell from finding
    where severity = 'explain'".

    \b
    Examples:
      unionkpi explain 1207 --text 本季两家企业合并 --by AHX020002
    """
    decide(setting, Wish("explain", by, text, finding=finding))


@click.command()
@click.argument("finding", type=int)
@by_option
@why_option
@click.option("--withdraw", "undo", is_flag=True, help="恢复处理 Take it up again.")
@click.pass_obj
def dismiss(setting: Setting, finding: int, by: str, reason: str, undo: bool) -> None:
    """没有人会再改的问题，不再处理。 Dismiss what nobody will correct, with a reason.

    FINDING is the number of any finding of a report that was not accepted; all that was found about
    the report in that file is closed with it, and the file stays on record. A superior of its unit
    does it; where the unit could not be told, the topmost unit.

    \b
    Examples:
      unionkpi dismiss 1207 --by AHX --reason 重复报送的旧表
      unionkpi dismiss 1207 --by AHX --reason 单位找到了 --withdraw
    """
    deed: Deed = "undismiss" if undo else "dismiss"
    decide(setting, Wish(deed, by, reason, finding=finding))


VERBS = (approve, send_back, revoke, withdraw, seal, lock, unlock, exempt, explain, dismiss)
