"""Verb about other engines: compare."""

from pathlib import Path

import click

from pipeline import run
from pipeline.cli.options import FINDINGS, Setting
from pipeline.cli.tables import working
from pipeline.wording.phrases import phrase


@click.command()
@click.option("--spark", "url", required=True, envvar="UNIONKPI_SPARK", metavar="URL",
              help="地址 Address of a Spark Connect server: sc://HOST:PORT.")  # fmt: skip
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path),
              envvar="UNIONKPI_SPARK_FOLDER",
              help="本机与集群同名可写的文件夹 Folder that this machine and the cluster's workers "
              "reach under one name. [default: processed in the data folder]")  # fmt: skip
@click.pass_obj
def compare(setting: Setting, url: str, folder: Path | None) -> None:
    """在 Spark 上用同一份定义重算全部指标并比对。 Compute every indicator on Spark as well.

    The published facts are written as Parquet; Spark and the embedded engine compute every
    indicator from the same files, and every row is compared. Exit code 1 if any differs. Needs
    the package pyspark-client (pip install unionkpi[spark]).

    \b
    Examples:
      unionkpi compare --spark sc://127.0.0.1:15002
      UNIONKPI_SPARK=sc://spark.example:15002 unionkpi compare --folder shared-folder
    """
    with working(phrase("cli.comparing", setting.language)):
        found = run.on_spark(setting.data, url, folder)
    for row in found.shown:
        click.echo(row)
    click.echo(
        phrase("cli.compared", setting.language, rows=found.rows, indicators=found.indicators,
               units=found.units, values=found.values, differences=found.differences,
               here=f"{found.seconds_here:.1f}", there=f"{found.seconds_there:.1f}")
    )  # fmt: skip
    if found.differences:
        click.get_current_context().exit(FINDINGS)


VERBS = (compare,)
