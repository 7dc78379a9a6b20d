"""What is decided when a circular is issued, as options of ``report``."""

from collections.abc import Callable
from datetime import date, datetime

import click

from pipeline.cli.options import Callback, Setting
from pipeline.domain.circular import Letterhead
from pipeline.domain.noun import Bilingual
from pipeline.queries.nouns import nouns
from pipeline.reports.letter import Issue, wants_pattern
from pipeline.wording.phrases import phrase

DAY = click.DateTime(["%Y-%m-%d"])
OPTIONS: tuple[Callable[[Callback], Callback], ...] = (
    click.option("--plan", default="", metavar="PLAN",
                 help="一个单位同年有几个计划时，按哪个计划 The plan, where the unit has several. "
                 "[default: the one in force]"),
    click.option("--number", default="", metavar="TEXT",
                 help="发文字号：顺序号（按设置里的格式填），或者写全 The document's number: "
                 "the running one, filled into the pattern of the settings, or all of it."),
    click.option("--title", help="标题 The title, instead of the usual one."),
    click.option("--to", multiple=True, metavar="TEXT",
                 help="主送，可多次 Whom it is addressed to; may be repeated."),
    click.option("--copies", multiple=True, metavar="TEXT",
                 help="抄送，可多次 Who gets a copy; may be repeated."),
    click.option("--issuer", help="发文机关署名 Who signs. [default: the unit]"),
    click.option("--issued", type=DAY, metavar="DATE",
                 help="成文日期，默认今天 The day of issue. [default: today]"),
    click.option("--printed-by", help="印发机关 Who had it printed."),
    click.option("--printed", type=DAY, metavar="DATE",
                 help="印发日期，默认成文日期 The day of printing. [default: the day of issue]"),
)  # fmt: skip


def issue_options(command: Callback) -> Callback:
    """Add the options; they arrive as keywords, which ``issue_of`` reads."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def issue_of(
    plan: str,
    number: str,
    title: str | None,
    to: tuple[str, ...],
    copies: tuple[str, ...],
    issuer: str | None,
    issued: datetime | None,
    printed_by: str | None,
    printed: datetime | None,
) -> Issue:
    """What the options say."""
    instead = Letterhead(title=both(title), to=each(to), copies=each(copies), issuer=both(issuer),
                         printed_by=both(printed_by))  # fmt: skip
    return Issue(number.strip(), day(issued), day(printed), instead, plan)


def check_issue(setting: Setting, issue: Issue, unit: str, *, alone: bool) -> None:
    """Number and plan are those of one circular; a running number needs a pattern. Raises
    UsageError."""
    if issue.plan and not alone:
        raise click.UsageError(phrase("cli.plan_of_one", setting.language))
    if issue.number and not alone:
        raise click.UsageError(phrase("cli.number_of_one", setting.language))
    circular = nouns(setting.reader).product.circular
    if wants_pattern(circular.of(unit), issue):
        raise click.UsageError(
            phrase("cli.number_pattern", setting.language, number=issue.number, unit=unit)
        )


def both(text: str | None) -> Bilingual | None:
    """A text that is the same in both languages."""
    return None if text is None else Bilingual(zh=text, en=text)


def each(texts: tuple[str, ...]) -> tuple[Bilingual, ...] | None:
    """The same of several; none at all says nothing."""
    return tuple(Bilingual(zh=text, en=text) for text in texts) or None


def day(moment: datetime | None) -> date | None:
    """The day alone."""
    return moment.date() if moment else None
