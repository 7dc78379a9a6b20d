"""A served dashboard over the invented county, and a browser to look at it."""

import os
import shutil
import threading
from collections.abc import Iterator

import pytest
import waitress

from dashboards.app import create_app, warm_up
from tests.dashboards.fake_questions import questions

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


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    app = create_app(object(), questions)
    warm_up(app, object(), questions)
    server = waitress.create_server(app.server, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


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
