"""A served dashboard over the invented county."""

import threading
from collections.abc import Iterator

import pytest
import waitress

from dashboards.app import create_app, warm_up
from tests.dashboards.fake_questions import questions


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
