"""What was held back is judged again once the definitions are others: nobody sends it twice."""

from pathlib import Path

from click.testing import CliRunner

from pipeline import run
from pipeline.cli import commands
from pipeline.domain.status import Verdict
from pipeline.queries import questions
from pipeline.warehouse.decisions import Wish
from tests.definitions.folders import MEMBERS
from tests.queries.office import UNITS, Office, Sent, open_office, write
from tests.queries.test_flow import numerator, row

NEW = "G9,九厂,Plant 9,grassroots,T1,,,,base,quarter,,,state,\n"


def register(office: Office) -> None:
    """Enter the unit into the roster."""
    (office.config / "org_units.csv").write_text(UNITS + NEW, encoding="utf-8")


def sent_too_early(tmp_path: Path) -> tuple[Office, Path]:
    """An office, and a report of a unit that is not yet on its roster."""
    office = open_office(tmp_path)
    register(office)
    path = write(office.config.parent, office.config, Sent("G9", "2024Q1", "2024-04-03", 70, 7), 90)
    (office.config / "org_units.csv").write_text(UNITS, encoding="utf-8")
    (file,) = run.ingest([path], [office.config], office.data, by_file_time=True).files
    assert file.verdict is Verdict.WITHHELD
    assert {f.slug for f in file.findings} >= {"unknown-org-unit"}
    return office, path


def test_a_unit_registered_later_has_its_report_in_after_build(tmp_path: Path) -> None:
    office, _ = sent_too_early(tmp_path)
    assert numerator(office) == 211
    register(office)
    arguments = ["--config", str(office.config), "--data", str(office.data), "build"]
    said = CliRunner().invoke(commands, arguments)
    assert said.exit_code == 0, said.output
    assert "重新检查了以前退回的 3 个文件，现在收下 1 个" in said.output
    assert numerator(office) == 281
    found = row(office, "G9")
    assert (found.state, found.version) == ("accepted", 1)
    assert found.received_at is not None
    assert str(found.received_at.date()) == "2024-04-03", "in time, as it was sent"
    open_now = [r.slug for r in questions.finding_list(office.reader, "C1").rows if r.open]
    assert "unknown-org-unit" not in open_now
    assert run.verify([office.config], office.data).agrees


def test_sending_anything_after_a_change_does_so_too_and_once(tmp_path: Path) -> None:
    office, path = sent_too_early(tmp_path)
    register(office)
    done = run.ingest([path], [office.config], office.data, by_file_time=True)
    assert [f.verdict for f in done.files] == [Verdict.DUPLICATE]
    assert [f.verdict for f in done.judged_again].count(Verdict.ACCEPTED) == 1
    assert numerator(office) == 281
    assert run.build([office.config], office.data).judged_again == []
    assert numerator(office) == 281
    assert run.verify([office.config], office.data).agrees


def test_a_decision_after_a_change_does_so_too(tmp_path: Path) -> None:
    office, _ = sent_too_early(tmp_path)
    register(office)
    wish = Wish("return", "T1", "漏报", form="members", unit="G2", period="2024Q1")
    assert run.decide(wish, [office.config], office.data).refusal is None
    assert row(office, "G9").state == "accepted"
    assert numerator(office) == 211 - 50 + 70, "without G2, with G9"
    assert run.build([office.config], office.data).judged_again == []
    assert run.verify([office.config], office.data).agrees


def test_what_is_still_wrong_stays_held_with_its_findings_of_now(tmp_path: Path) -> None:
    office = open_office(tmp_path)
    before = [r.slug for r in questions.finding_list(office.reader, "G3").rows]
    stricter = MEMBERS.replace("minimum: 0", "minimum: 500")
    assert stricter != MEMBERS
    (office.config / "forms" / "members.yml").write_text(stricter, encoding="utf-8")
    found = run.build([office.config], office.data).judged_again
    assert {f.verdict for f in found} == {Verdict.WITHHELD}
    after = [r.slug for r in questions.finding_list(office.reader, "G3").rows]
    assert sorted(after) == sorted([*before, "below-minimum"])
