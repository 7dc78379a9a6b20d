"""The address at which the pages are asked for, taken before they are made."""

from socket import SOCK_STREAM, create_server, getaddrinfo, socket


def listening(host: str, port: int) -> list[socket]:
    """One socket for each address of ``host``; whoever asks there waits for the first answer.

    The caller closes them. Raises OSError where this computer cannot listen there: with
    ``errno.EADDRINUSE`` when another program does.
    """
    taken: list[socket] = []
    try:
        for family, *_, address in getaddrinfo(host, port, type=SOCK_STREAM):
            taken.append(create_server(address[:2], family=family))
    except OSError:
        close(taken)
        raise
    return taken


def close(sockets: list[socket]) -> None:
    """Let others listen there."""
    for one in sockets:
        one.close()


def url_of(host: str, port: int) -> str:
    """The address as a browser wants it."""
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
