"""Tables in the terminal."""

import pytest

from pipeline.cli.tables import print_table

AS_SENT = ["[red]会员.xlsx", "[/b].xlsx", "[b]x[/b].csv", ":x:", "[2025]会员.xlsx", r"\[a].xls"]


@pytest.mark.parametrize("name", AS_SENT)
def test_names_are_printed_as_they_are(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Some lost their brackets, and one that ended nothing ended the command in a traceback."""
    print_table(f"题 {name}", [f"头 {name}"], [[name]])
    assert [line.strip() for line in capsys.readouterr().out.splitlines()] == [
        f"题 {name}", f"头 {name}", name,
    ]  # fmt: skip


def test_in_a_file_no_name_is_folded(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a list was searched for stood on two lines, and was not found."""
    monkeypatch.delenv("COLUMNS", raising=False)
    name = "第一机械厂工会" * 20
    print_table("", ["a", "b"], [[name, name]])
    assert f"{name}  {name}" in capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", "60")
    print_table("", ["a", "b"], [[name, name]])
    assert name not in capsys.readouterr().out, "where somebody asks for a width, it is kept"
