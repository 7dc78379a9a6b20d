"""Serve the dashboard from one process with several threads."""

import waitress

from dashboards.app import create_app, warm_up
from dashboards.asking import Questions, Reader

THREADS = 8


def serve(
    reader: Reader,
    host: str = "127.0.0.1",
    port: int = 8050,
    questions: Questions | None = None,
) -> None:
    """Serve until interrupted. Every page is made once before the door opens."""
    app = create_app(reader, questions)
    warm_up(app, reader, questions)
    waitress.serve(app.server, host=host, port=port, threads=THREADS, ident=None)
