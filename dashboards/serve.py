"""Serve the dashboard from one process with several threads."""

import waitress

from dashboards.app import create_app, warm_up
from dashboards.asking import Questions, Reader
from dashboards.desk import Desk

THREADS = 8
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


def serve(
    reader: Reader,
    host: str = "127.0.0.1",
    port: int = 8050,
    questions: Questions | None = None,
    desk: Desk | None = None,
) -> None:
    """Serve until interrupted. Every page is made once before the door opens.

    Files are taken from this machine only: to others the desk stays closed, as nobody asks here
    who is there.
    """
    app = create_app(reader, questions, desk if host in THIS_MACHINE else None)
    warm_up(app, reader, questions)
    waitress.serve(app.server, host=host, port=port, threads=THREADS, ident=None)
