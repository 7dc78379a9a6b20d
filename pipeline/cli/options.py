"""What every verb shares: folders, language, exit codes, failures in words."""

import errno
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from pipeline.cli.other_encodings import holds_everything
from pipeline.cli.tables import working
from pipeline.distributed.session import SparkUnavailable
from pipeline.domain.finding import Finding
from pipeline.domain.noun import Language
from pipeline.queries.nouns import NotFound
from pipeline.queries.worlds import reader_as
from pipeline.reports.answer.folder import FileAnswer
from pipeline.run import DefinitionsInvalid
from pipeline.scenarios.periods_to_come import is_to_come
from pipeline.scenarios.question import Tree
from pipeline.warehouse.connection import MEMORY, OutOfMemory, WarehouseBusy, WrongMemory
from pipeline.warehouse.extracts import ReadOnlyExtract
from pipeline.warehouse.layout import NothingPublished, OtherLayout
from pipeline.warehouse.publishing import published
from pipeline.warehouse.reader import Reader
from pipeline.wording.messages import as_line
from pipeline.wording.phrases import phrase

CLEAN, FINDINGS, USAGE, DEFINITIONS, UNREADABLE, BUSY, FULL, NARROW, OTHER = range(9)
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
OUT_OF_REACH = (
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR,
    errno.EEXIST, errno.EBUSY, errno.ENAMETOOLONG,
)  # fmt: skip
"""Why a file or folder that was asked for can be neither read nor written."""
EXIT_CODES = {
    CLEAN: "no finding of severity error",
    FINDINGS: "findings of severity error; what they concern was held back",
    USAGE: "the command was called wrongly, or asks for something that does not exist",
    DEFINITIONS: "the configuration has errors",
    UNREADABLE: "a file could not be read, or nothing has been published yet",
    BUSY: "another import is writing to the warehouse",
    FULL: "there is no room left on the disk; with room again, the same command goes on",
    NARROW: "the figures need more memory than `UNIONKPI_MEMORY` (2GB) allows; with more of it, "
    "the same command goes on",
    OTHER: "what is published was written by another version of the program; standard error says "
    "whether `build`, a newer program or a fresh extract is due",
}
Callback = TypeVar("Callback", bound=Callable[..., Any])


@dataclass(frozen=True)
class Setting:
    """Where the definitions and the data are, and which language is spoken."""

    config: tuple[Path, ...]
    data: Path
    language: Language
    as_of: date | None = None
    tree: Tree = "then"
    period: str = ""
    """the one asked for; its calendar decides which windows are looked at"""

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "Setting":
        """From the shared options."""
        config = options["config"] or (Path("config"),)
        return cls(tuple(config), options["data"], options["lang"])

    @cached_property
    def reader(self) -> Reader:
        """The published figures, or those of the day, tree and calendar asked for."""
        base = Reader(self.data)
        with working(phrase("cli.computing_world", self.language)):
            found = reader_as(base, self.as_of, self.tree, self.period)
            if found is not base:
                found.rows("select 1")  # it is computed when it is first asked
        return found

    def at(self, period: str) -> "Setting":
        """This setting; where nothing counts yet in ``period``, its reader knows what is owed."""
        if self.period or not is_to_come(self.reader, period):
            return self
        return replace(self, period=period)

    @property
    def published_reader(self) -> Reader | None:
        """The published figures; None while there are none."""
        return self.reader if published(self.data / "processed") else None


def shared_options(command: Callback) -> Callback:
    """--config (may be repeated), --data, --lang."""
    folder = click.Path(file_okay=False, path_type=Path)
    for option in (
        click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True,
                     envvar="UNIONKPI_LANG", help="语言 Language of what is printed."),
        click.option("--data", type=folder, default=Path("data"), show_default=True,
                     envvar="UNIONKPI_DATA", help="数据文件夹 Folder of raw and processed data."),
        click.option("--config", type=folder, multiple=True, envvar="UNIONKPI_CONFIG",
                     help="定义文件夹，可重复 Folder of definitions; repeat it to add units and "
                     "plans from another one. [default: config]"),
    ):  # fmt: skip
        command = option(command)
    return command


def also_behind(verb: click.Command) -> click.Command:
    """Let the shared options stand behind a verb as well as before it."""

    def overrule(context: click.Context, option: click.Parameter, value: Any) -> None:
        if value and option.name:
            given = tuple(value) if option.name == "config" else value
            field = "language" if option.name == "lang" else option.name
            context.obj = replace(context.obj, **{field: given})

    folder = click.Path(file_okay=False, path_type=Path)
    for words, kind, several in (
        ("--config", folder, True),
        ("--data", folder, False),
        ("--lang", click.Choice(["zh", "en"]), False),
    ):
        option = click.Option([words], type=kind, multiple=several, hidden=True,
                              expose_value=False, callback=overrule)  # fmt: skip
        verb.params.append(option)
    return verb


return_option = click.option(
    "--return",
    "answers",
    type=click.Path(file_okay=False, path_type=Path),
    help="退回件文件夹：标好问题的工作簿、网页、JSON "
    "Folder for what goes back: marked workbooks, a page, JSON.",
)


def world_options(command: Callback) -> Callback:
    """--as-of and --tree: the same question put to another day's facts, or today's tree."""

    def choose(context: click.Context, option: click.Parameter, value: Any) -> None:
        if value and value != option.default:
            day = value.date() if isinstance(value, datetime) else value
            context.obj = replace(context.obj, **{str(option.name): day})
            context.call_on_close(lambda: say_world(context.obj, str(option.name)))

    for option in (
        click.option("--tree", type=click.Choice(["then", "now"]), default="then",
                     show_default=True, expose_value=False, callback=choose,
                     help="隶属关系：当时或现在 The tree of each period, or today's over all."),
        click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
                     expose_value=False, callback=choose,
                     help="只算到这天为止收到的报送 Only what was received by the end of this day "
                     "counts."),
    ):  # fmt: skip
        command = option(command)
    return command


def remember_period(context: click.Context, option: click.Parameter, value: Any) -> Any:
    """Let the reader know which period, and so which calendar, is asked for."""
    context.obj = replace(context.obj, period=value or "")
    return value


def say_world(setting: Setting, name: str) -> None:
    """Say on stderr that these are not the published figures."""
    words = phrase(f"world.{name}_{setting.tree}" if name == "tree" else f"world.{name}",
                   setting.language, day=setting.as_of)  # fmt: skip
    click.echo(words, err=True)


wait_option = click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0,
    show_default=True,
    help="另一个导入正在进行时最多等几秒 Seconds to wait while another import is running.",
)
reason_option = click.option(
    "--reason",
    default="",
    help="截止日后重报的理由 Why accepted reports are changed after their deadline.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="机器可读 Print JSON.")


@contextmanager
def failures_become_words() -> Iterator[None]:
    """Turn expected failures into one sentence on stderr and an exit code."""
    try:
        yield
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(USAGE)
    except click.Abort:
        sys.exit(USAGE)
    except DefinitionsInvalid as wrong:
        say_findings(wrong.findings, language_asked(), how="cli.all_by_check")
        sys.exit(DEFINITIONS)
    except NotFound as wrong:
        leave(wrong.message_zh, wrong.message_en, USAGE)
    except OtherLayout as other:
        leave(other.message_zh, other.message_en, OTHER)
    except NothingPublished:
        leave(
            "数据文件夹 › 还没有发布过数据 › 运行 unionkpi ingest 文件夹；还没有收到报表时运行 "
            "unionkpi build，就能看谁该报什么",
            "data folder › nothing has been published yet › run unionkpi ingest FOLDER; before any "
            "report has come, unionkpi build, to see who owes what",
            UNREADABLE,
        )
    except ReadOnlyExtract as part:
        leave(
            f"数据文件夹 › 这是{part.extract.unit}的数据包，只供查看，不收报表 › "
            "报表交给发布它的单位，由那边收",
            f"data folder › is the extract for {part.extract.unit}: it is read, and takes no "
            "reports › send reports to the office that publishes, and they are taken in there",
            USAGE,
        )
    except WarehouseBusy as busy:
        leave(
            f"锁文件 {busy.lock.name} › 另一个导入正在进行 › "
            "等它结束后再运行，或加 --wait 600 等它",
            f"lock file {busy.lock.name} › another import is running › run again when it is done, "
            "or wait for it with --wait 600",
            BUSY,
        )
    except OutOfMemory as narrow:
        leave(
            f"{narrow.warehouse.name} › 计算时内存不够（上限 {narrow.limit}），没有算完；"
            "已入库的完整保留，已发布的数字不变 › "
            f"用 {MEMORY} 放宽上限（如 {MEMORY}=8GB），再运行一次同一条命令",
            f"{narrow.warehouse.name} › the figures do not fit into the memory allowed "
            f"(got {narrow.limit}) and were not computed; what was stored is whole, and what is "
            f"published is unchanged › allow more with {MEMORY} (for example {MEMORY}=8GB), then "
            "run the same command again",
            NARROW,
        )
    except WrongMemory as wrong:
        leave(
            f"环境变量 {MEMORY} › 不是内存大小（现为“{wrong}”） › 写成 512MB 或 8GB 这样",
            f"environment variable {MEMORY} › is no amount of memory (got “{wrong}”) › write it "
            "like 512MB or 8GB",
            USAGE,
        )
    except SparkUnavailable as nobody:
        if nobody.url is None:
            leave(
                "--spark › 没有装 Spark 客户端 › 先运行 pip install 'unionkpi[spark]'",
                "--spark › the Spark client is not installed › run pip install 'unionkpi[spark]' "
                "first",
                USAGE,
            )
        leave(
            f"--spark › 没有应答（现为“{nobody.url}”） › "
            "地址写成 sc://主机:端口，并确认 Spark Connect 服务已启动",
            f"--spark › nobody answers (got “{nobody.url}”) › write it as sc://HOST:PORT, and see "
            "that the Spark Connect server is running",
            UNREADABLE,
        )
    except OSError as failed:
        if failed.errno in OUT_OF_REACH and failed.filename is not None:
            leave_with("cli.out_of_reach", UNREADABLE, path=failed.filename,
                       reason=failed.strerror)  # fmt: skip
        if failed.errno not in NO_ROOM:
            raise
        leave(
            "磁盘 › 已满，没有写完；已入库的完整保留，没有写一半的 › "
            "腾出空间后，把同一条命令再运行一次",
            "disk › is full; what was stored is whole and nothing is half written › make room, "
            "then run the same command again",
            FULL,
        )


def leave(zh: str, en: str, code: int) -> NoReturn:
    """Say one sentence on stderr and stop."""
    click.echo(zh if language_asked() == "zh" else en, err=True)
    sys.exit(code)


def leave_with(key: str, code: int, **words: object) -> NoReturn:
    """Say a phrase on stderr and stop."""
    leave(phrase(key, "zh", **words), phrase(key, "en", **words), code)


def language_asked() -> Language:
    """The language of the command line or UNIONKPI_LANG, known even when parsing failed."""
    said = os.environ.get("UNIONKPI_LANG", "")
    for word, after in pairwise([*sys.argv, ""]):
        if word == "--lang":
            said = after
        elif word.startswith("--lang="):
            said = word.removeprefix("--lang=")
    return "en" if said == "en" else "zh"


def say_answers(answers: Sequence[FileAnswer], folder: Path | None, language: Language) -> None:
    """Where what goes back was written, on stderr; nothing when it was not asked for."""
    if folder is not None:
        returned = sum(answer.returned is not None for answer in answers)
        said = phrase("answer.written", language, folder=str(folder), returned=returned)
        click.echo(said, err=True)


def say_findings(
    findings: Iterable[Finding], language: Language, limit: int = 200, how: str = "cli.all_by_json"
) -> None:
    """One line per finding on stderr, errors first; where some are left out, how many there are
    and ``how`` all are seen."""
    listed = sorted(findings, key=lambda finding: finding.severity != "error")
    for finding in listed[:limit]:
        click.echo(as_line(finding, language), err=True)
    if len(listed) > limit:
        told = {"shown": limit, "total": len(listed), "how": phrase(how, language)}
        click.echo(phrase("cli.findings_cut", language, **told), err=True)


def print_json(content: object) -> None:
    """Print JSON with numbers as numbers; its letters as such only where all can be written."""
    click.echo(json.dumps(content, ensure_ascii=not holds_everything(), indent=1, default=plain))


def plain(value: object) -> object:
    """What json does not know: decimals, dates, bilingual texts."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if hasattr(value, "model_dump"):
        return value.model_dump()
    return str(value)
