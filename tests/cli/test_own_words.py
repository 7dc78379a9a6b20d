"""A command that is typed wrongly, a file that cannot be written: each is told in words."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.cli import main, own_words
from pipeline.cli.options import UNREADABLE, USAGE
from pipeline.reports.workbook.issued_book import IssuedBook
from tests.queries.office import Office, open_office

TO_PROGRAMMERS = {
    "Value must be an iterable.",
    "Name '{name}' defined twice",
    "Boolean option {decl!r} cannot use the same flag for true/false.",
    "Could not determine name for option with declarations {decls!r}",
    "No options defined but a name was passed ({name}). Did you mean to declare an argument "
    "instead? Did you mean to pass '--{name}'?",
    "Arguments take exactly one parameter declaration, got {length}: {decls}.",
    "Choice({choices})",
    "file", "directory", "path",  # taken into sentences that say it themselves
    "deprecated", "(dynamic)", "env var: {var}",
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}",
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}",
    "Do you want to continue?", "Confirm the action without prompting.",
    "%(prog)s, version %(version)s", "Show the version and exit.",
}  # fmt: skip
"""What Click says to those who write commands, or where ours says something else."""
Told = Callable[..., tuple[int, str]]


def sentences() -> Iterator[str]:
    """All that Click puts through gettext."""
    for module in own_words.SPEAKING:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                given = {"_": 1, "ngettext": 2}.get(node.func.id, 0)
                for part in node.args[:given]:
                    if isinstance(part, ast.Constant):
                        yield part.value


def fields(sentence: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", sentence))


def test_every_sentence_to_those_who_type_a_command_is_there_in_chinese() -> None:
    ours = own_words.chinese()
    assert set(sentences()) - TO_PROGRAMMERS <= set(ours)
    assert [one for one, zh in ours.items() if not fields(zh) <= fields(one)] == []


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return open_office(tmp_path_factory.mktemp("words"))


@pytest.fixture
def told(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Told]:
    """What a command says on stderr, and its exit code."""
    with pytest.MonkeyPatch.context() as patch:
        for module in own_words.SPEAKING:  # others hear Click's own words
            for name in ("_", "ngettext"):
                if hasattr(module, name):
                    patch.setattr(module, name, getattr(module, name))

        def told(*words: object) -> tuple[int, str]:
            shared = ["--config", str(office.config), "--data", str(office.data)]
            monkeypatch.setattr("sys.argv", ["unionkpi", *shared, *map(str, words)])
            with pytest.raises(SystemExit) as left:
                main()
            return int(left.value.code or 0), capsys.readouterr().err

        yield told


@pytest.mark.parametrize(
    ("words", "zh"),
    [
        (("approve", "--unit", "G1"), "没有执行：缺少选项 '--period'."),
        (("shwo",), "没有执行：没有“shwo”这个命令。 是不是 'show'？"),
        (("status", "--unti", "G1"), "没有执行：没有 --unti 这个选项。 相近的有：'--on', '--unit'"),
        (("status", "--on", "昨天"), "没有执行：'--on' › 日期要写成 2024-03-31 这样（现为“昨天”）"),
        (("serve", "--port", "x"), "没有执行：'--port' › 要写一个数（现为“x”）"),
        (("serve", "--port", "0"), "没有执行：'--port' › 要在 1<=x<=65535 之内（现为 0）"),
        (("ingest", "nope"), "没有执行：'PATHS...' › 没有这个文件或文件夹（现为“nope”）"),
        (("status", "--unit"), "没有执行：选项 --unit 后面要写一个值"),
        (("fact", "F1", "F2"), "没有执行：多写了 F2"),
        (("status", "--state", "x"),
         "没有执行：'--state' › 只能写 'accepted', 'late', 'withheld', 'missing' 之一（现为“x”）"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)  # fmt: skip
def test_a_command_that_is_typed_wrongly_is_told_so_in_chinese(
    told: Told, words: tuple[str, ...], zh: str
) -> None:
    code, said = told(*words)
    assert (code, said.splitlines()[-1]) == (USAGE, zh)


def test_usage_and_help_are_led_to_in_chinese(told: Told) -> None:
    _, said = told("approve", "--unit", "G1")
    assert said.startswith("用法：")
    assert re.search("^说明见 .* approve --help$", said, re.M)


def test_in_english_click_speaks_for_itself(told: Told) -> None:
    code, said = told("--lang", "en", "approve", "--unit", "G1")
    assert (code, said.splitlines()[-1]) == (USAGE, "Error: Missing option '--period'.")
    assert said.startswith("Usage: ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("template", "--unit", "G1", "--period", "2024Q5"), "没有这个报告期：2024Q5"),
        (("status", "--unit", "C1", "--form", "nope"), "没有这个报表：nope"),
        (("drafts", "--unit", "G0"), "没有这个单位：G0"),
        (("submit", "--unit", "G0"), "没有这个单位：G0"),
        (("trace", "members", "--unit", "C1", "--span", "to_date"), "没有这个指标：members"),
        (("trace", "rate", "--unit", "C1", "--span", "to_date"),
         "没有这个时间窗：to_date。现有：period"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)  # fmt: skip
def test_what_does_not_exist_is_named(told: Told, words: tuple[str, ...], said: str) -> None:
    code, heard = told(*words)
    assert code == USAGE
    assert heard.startswith(said)


def test_a_list_that_cannot_be_written_is_named_with_what_to_do(told: Told, tmp_path: Path) -> None:
    """Another program has it open, or there is no folder: no traceback."""
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    code, said = told("template", "--unit", "C1", "--period", "2024Q1", "--all-below",
                      "--out", in_the_way)  # fmt: skip
    assert code == UNREADABLE
    assert said.startswith(str(in_the_way))
    assert "打不开或写不进去（系统的说法：" in said
    assert "正在 WPS 或 Excel 里打开的，先关掉" in said


def test_a_workbook_that_is_open_elsewhere_is_named(
    told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows says it, where WPS keeps what it shows to itself."""
    owed = tmp_path / "owed.xlsx"

    def refuse(*given: object, **more: object) -> None:
        raise PermissionError(13, "Permission denied", str(owed))

    monkeypatch.setattr("pathlib.Path.write_bytes", refuse)
    status = ("status", "--unit", "C1", "--excel", owed)
    for words in (status, ("template", "--unit", "G1", "--period", "2024Q1", "--out", tmp_path)):
        code, said = told(*words)
        assert code == UNREADABLE
        assert said.startswith(f"{owed} › 打不开或写不进去")


def test_a_workbook_of_a_circular_says_where_it_cannot_be_written(tmp_path: Path) -> None:
    """The library's own error is none of the system."""
    book = IssuedBook(tmp_path)
    book.add_worksheet("1")
    with pytest.raises(OSError, match=re.escape(str(tmp_path))) as failed:
        book.close()
    assert failed.value.filename == str(tmp_path)
