"""Sail, a server that speaks Spark Connect and needs no Java, inside the test's own process."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def sail() -> Iterator[str]:
    """Its address on a free port of this machine; skipped where there is no wheel of it."""
    if sys.platform not in ("linux", "darwin", "win32"):
        pytest.skip(f"pysail has no wheel for {sys.platform}")
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer(ip="127.0.0.1", port=0)
    server.start(background=True)
    try:
        host, port = server.listening_address
        yield f"sc://{host}:{port}"
    finally:
        server.stop()
