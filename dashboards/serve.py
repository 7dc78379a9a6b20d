"""Serve the dashboard from one process with several threads."""

from socket import socket

import waitress
from dash import Dash

from dashboards.app import create_app, warm_up
from dashboards.asking import Questions, Reader
from dashboards.desk import Desk

THREADS = 8
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


def ready_app(
    reader: Reader,
    host: str = "127.0.0.1",
    questions: Questions | None = None,
    desk: Desk | None = None,
) -> Dash:
    """The dashboard, with every page made once: so no reader meets a half-loaded library.

    Files are taken from this machine only: to others the desk stays closed, as nobody asks here
    who is there.
    """
    app = create_app(reader, questions, desk if host in THIS_MACHINE else None)
    warm_up(app, reader, questions)
    return app


def serve(app: Dash, sockets: list[socket]) -> None:
    """Answer whoever asks at these, until interrupted."""
    waitress.serve(app.server, sockets=sockets, threads=THREADS, ident=None)
