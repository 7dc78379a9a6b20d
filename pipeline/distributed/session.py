"""Opening a Spark Connect session; ``pyspark`` is an optional package."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

DEFAULT_PORT = 15002
SECONDS_TO_ANSWER = 5.0
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # what does not fit is an error, never null
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",  # products keep their decimals
}


class SparkUnavailable(Exception):
    """The client is not installed (``url`` is None), or nobody answers at ``url``."""

    def __init__(self, url: str | None = None) -> None:
        super().__init__(url or "pyspark is not installed")
        self.url = url


@contextmanager
def connected(url: str) -> Iterator[Any]:
    """A session with the server at ``sc://host:port``. Raises SparkUnavailable."""
    try:
        from pyspark.sql.connect.session import SparkSession
    except ImportError as missing:
        raise SparkUnavailable from missing
    knock(url)
    session = SparkSession.builder.remote(url).create()
    try:
        for name, value in SETTINGS.items():
            session.conf.set(name, value)
        yield session
    finally:
        session.stop()


def knock(url: str) -> None:
    """See whether anybody listens; the client itself would try for minutes."""
    try:
        place = urlsplit(url)
        address = (place.hostname or "", place.port or DEFAULT_PORT)
        socket.create_connection(address, SECONDS_TO_ANSWER).close()
    except (OSError, ValueError) as nobody:
        raise SparkUnavailable(url) from nobody
