"""Verbs that open the pages: serve, demo."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket

import click

from dashboards.listening import close, listening, url_of
from pipeline import run
from pipeline.cli.files import periods_option, say_ingestion, units_option
from pipeline.cli.options import USAGE, Setting, leave_with
from pipeline.cli.tables import progress_bar, working
from pipeline.desk import Desk
from pipeline.queries import questions
from pipeline.sample.county import generate
from pipeline.warehouse.extracts import extract_in
from pipeline.wording.phrases import phrase

HOST, LAST_PORT = "127.0.0.1", 65535
port_option = click.option(
    "--port",
    type=click.IntRange(1, LAST_PORT),
    default=8050,
    show_default=True,
    metavar="PORT",
    help="端口，1 到 65535 Port of the pages, from 1 to 65535.",
)


@contextmanager
def taken(host: str, port: int) -> Iterator[list[socket]]:
    """Listen at an address from now on; where that cannot be, say why and leave."""
    try:
        sockets = listening(host, port)
    except OSError as refused:
        if refused.errno == errno.EADDRINUSE:
            other = port + 1 if port < LAST_PORT else port - 1
            leave_with("cli.address_taken", USAGE, port=port, other=other, url=url_of(host, port))
        leave_with("cli.no_such_address", USAGE, host=host, port=port, reason=refused.strerror)
    try:
        yield sockets
    finally:
        close(sockets)


def open_pages(setting: Setting, host: str, port: int, sockets: list[socket]) -> None:
    """Make every page once, say where they are, and serve them until interrupted."""
    reader, language = setting.reader, setting.language
    desk = None if extract_in(setting.data) else Desk(setting.config, setting.data)
    with working(phrase("cli.opening", language)):
        from dashboards.serve import ready_app, serve  # Dash takes a second to import

        app = ready_app(reader, host, desk=desk)
    number = reader.publication.number
    click.echo(phrase("cli.serving", language, url=url_of(host, port), publication=number))
    serve(app, sockets)


@click.command()
@port_option
@click.option("--host", default=HOST, show_default=True,
              help="在哪个地址打开；默认只有本机能看 Address to listen at; the default is for this "
              "computer only.")  # fmt: skip
@click.pass_obj
def serve(setting: Setting, port: int, host: str) -> None:
    """打开看板。 Serve the dashboard, to this machine only by default.

    \b
    Examples:
      unionkpi serve
      unionkpi serve --port 8051
    """
    reader = setting.reader
    reader.rows("select 1")  # what cannot be read is said before the address is taken
    with taken(host, port) as sockets:
        open_pages(setting, host, port, sockets)


@click.command()
@port_option
@click.option("--no-serve", is_flag=True, help="做完就退出 Do everything but serve.")
@units_option
@periods_option
@click.pass_obj
def demo(setting: Setting, port: int, no_serve: bool, units: int, periods: int) -> None:
    """演示：文件所载数据加一个示例县，全流程。 The documents' figures and a generated county.

    Starts from an empty warehouse of its own (data/processed/demo) every time.

    \b
    Examples:
      unionkpi demo
      unionkpi demo --no-serve
    """
    if no_serve:
        make_demo(setting, units, periods)
        return
    with taken(HOST, port) as sockets:  # else it would be known after a minute of work
        open_pages(make_demo(setting, units, periods), HOST, port, sockets)


def make_demo(setting: Setting, units: int, periods: int) -> Setting:
    """Generate the county, take everything in and write its circular; where to look at it."""
    from pipeline.reports.quarterly import write_report

    language = setting.language
    data = setting.data / "processed" / "demo"
    shutil.rmtree(data, ignore_errors=True)
    county = setting.data / "raw" / "sample"
    catalogue = run.load(setting.config)
    with progress_bar(None, phrase("cli.generating", language)) as show:
        manifest = generate(
            county, catalogue, units=units, periods=periods, progress=lambda done, of: show(done)
        )
    click.echo(
        phrase("cli.generated", language, files=len(manifest.files),
               mistakes=len(manifest.mistakes), out=str(county))
    )  # fmt: skip
    here = Setting((*setting.config, county / "config"), data, language)
    inbox = [setting.data / "raw" / "documents", county / "inbox"]
    with progress_bar(None, phrase("cli.reading", language)) as show:
        result = run.ingest(
            inbox, here.config, data, by_file_time=True, progress=lambda stage, n: show(n)
        )
    say_ingestion(result, here, limit=10)
    unit, period = questions.default_selection(here.reader)
    files = write_report(here.reader, unit, period, data / "report", language)
    click.echo(str(files.html))
    return here


VERBS = (serve, demo)
