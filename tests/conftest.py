"""What every test may ask for: a browser, if there is one."""

import os
import shutil
from collections.abc import Iterator

import pytest

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge",
    "microsoft-edge",
)  # fmt: skip


def browser_path() -> str | None:
    names = (os.environ.get("CHROMIUM") or None, *NAMES)
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session", autouse=True)
def no_cache_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What earlier runs kept in the user's cache must not decide what a test sees."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    path = browser_path()
    if path is None:
        pytest.skip("no Chromium, Chrome or Edge on the PATH; name one in CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()
