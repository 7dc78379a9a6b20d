"""What offices do in these tests: take in, settle, lock; and whether it is the same read again."""

from pathlib import Path

from click.testing import CliRunner

from pipeline import run
from pipeline.cli import commands
from pipeline.queries import questions
from pipeline.warehouse.decisions import Wish
from tests.queries.office import Office


def take(office: Office, path: Path) -> run.Ingestion:
    """Take in one file, as of when it was written."""
    return run.ingest([path], [office.config], office.data, by_file_time=True)


def settle(office: Office, *words: str) -> tuple[int, str]:
    """Run a command; exit code and what it says."""
    asked = ["--config", str(office.config), "--data", str(office.data), *words]
    done = CliRunner().invoke(commands, asked, env={"COLUMNS": "240"})
    return done.exit_code, done.output


def lock(office: Office, *exempt: str, deed: str = "lock", period: str = "2024Q1") -> None:
    """The county ends a quarter, but for some, or opens it again."""
    wish = Wish(deed, "C1", "季报已定", period=period, exempt=exempt)  # type: ignore[arg-type]
    assert run.decide(wish, [office.config], office.data).refusal is None


def history(office: Office) -> list[tuple[str, str | None]]:
    """What is told of the report of G4: deed, and by whom."""
    past = questions.report_history(office.reader, "G4", "2024Q1", "members").report
    assert past is not None
    return [(step.deed, step.by.code) for step in past.steps]


def told(office: Office, slug: str) -> list[str]:
    """The files of which something is told."""
    return [r.file for r in questions.finding_list(office.reader, "C1").rows if r.slug == slug]


def agrees(office: Office) -> bool:
    """Whether everything read again from the archive says the same."""
    done = run.verify([office.config], office.data)
    assert done.comparison.differences == ()
    return done.agrees
