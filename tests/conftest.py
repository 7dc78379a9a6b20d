"""What every test may ask for: a browser, if there is one."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir

import pytest

from tests import ready

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--process-per-site",
)  # fmt: skip
NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge",
    "microsoft-edge",
)  # fmt: skip
LONGEST = (
    "journey/test_deciding.py", "scenarios/test_extract_worlds.py", "warehouse/test_redefined.py",
    "warehouse/test_names_in_time.py", "queries/test_revoking.py", "warehouse/test_reread.py",
    "queries/test_trace.py", "journey/test_other_engine.py", "warehouse/test_many_processes.py",
    "journey/test_pages.py", "warehouse/test_locked_since.py",
    "warehouse/test_any_order.py",
    "warehouse/test_aliases.py", "dashboards/test_browser.py", "distributed/test_comparison.py",
    "queries/test_locks.py", "docs/test_help.py", "indicators/test_properties.py",
    "queries/test_sql.py", "indicators/test_refresh.py", "queries/test_flow.py",
    "docs/test_queries.py", "queries/test_late_changes.py", "queries/test_acts.py",
    "journey/test_naming.py", "journey/test_county_journey.py", "answer/test_libreoffice.py",
)  # fmt: skip
"""The files that take longest, the longest first; the others take seconds."""


REMEMBERING = (
    ("pipeline.scenarios.world", "world"), ("pipeline.scenarios.coming", "coming"),
    ("pipeline.queries.what_if", "supposing"), ("pipeline.queries.unit_map", "drawn"),
)  # fmt: skip
"""Answers that are remembered with the reader they are of, and so with its open database."""
ROOM = 2_500_000_000
"""Bytes of the disk: all tests together fill some 1.8 GB at most."""


def pytest_configure() -> None:
    """Let the clock be that of UTC, wherever this computer stands: pages tell times by it."""
    os.environ["TZ"] = "UTC"
    if hasattr(time, "tzset"):
        time.tzset()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Say at once that the disk is too full; every test after the last byte would fail."""
    config = session.config
    all_of_them = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if all_of_them and not hasattr(config, "workerinput"):
        folder = gettempdir()
        left = shutil.disk_usage(folder).free
        if left < ROOM:
            pytest.exit(
                f"{folder} › {left / 1e9:.1f} GB left, all tests together want"
                f" {ROOM / 1e9:.1f} › make room there, or name another folder in TMPDIR",
                returncode=1,
            )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where processes share the files, let none begin a long one when the others are done."""
    if hasattr(config, "workerinput"):
        tests = Path(__file__).parent
        turn = {tests / name: number for number, name in enumerate(LONGEST)}
        items.sort(key=lambda item: turn.get(item.path, len(turn)))


@pytest.fixture(scope="module", autouse=True)
def no_reader_of_former_tests() -> Iterator[None]:
    """Let go of the databases of a file of tests; the process would grow with each."""
    yield
    for module, name in REMEMBERING:
        if module in sys.modules:
            getattr(sys.modules[module], name).cache_clear()


def browser_path() -> str | None:
    names = (os.environ.get("CHROMIUM") or None, *NAMES)
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run, which all its processes share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session", autouse=True)
def no_cache_of_the_user(run_folder: Path) -> Iterator[None]:
    """What earlier runs kept in the user's cache must not decide what a test sees.

    The processes of a run share one, as those of a user do.
    """
    cache = run_folder / "cache"
    cache.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(cache))
        yield


@pytest.fixture(scope="session", autouse=True)
def room(run_folder: Path) -> None:
    """Where the folders are made that tests begin with copies of."""
    ready.Room.folder = run_folder / "ready"
    ready.Room.folder.mkdir(exist_ok=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    path = browser_path()
    if path is None:
        pytest.skip("no Chromium, Chrome or Edge on the PATH; name one in CHROMIUM")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)  # the processes of a run share the machine
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()
