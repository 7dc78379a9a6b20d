"""Verbs about the house itself: check, docs."""

from dataclasses import asdict
from pathlib import Path

import click

from pipeline import run
from pipeline.cli.files import say_not_run
from pipeline.cli.options import (
    DEFINITIONS,
    FINDINGS,
    Setting,
    json_option,
    print_json,
    return_option,
    say_answers,
    say_findings,
)
from pipeline.cli.shapes import finding_json, ingest_json
from pipeline.confirming_headings import without_known_senders
from pipeline.definitions import catalogue as definitions
from pipeline.indicators.examples import failing_examples
from pipeline.warehouse.foreseen import Foreseen
from pipeline.wording.phrases import phrase

existing = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("paths", nargs=-1, type=existing)
@click.option(
    "--examples/--no-examples",
    default=True,
    show_default=True,
    help="也跑指标样例 Run the indicators' worked examples as well.",
)
@return_option
@json_option
@click.pass_obj
def check(setting: Setting, paths: tuple[Path, ...], examples: bool, answers: Path | None,
          as_json: bool) -> None:  # fmt: skip
    """检查定义；给出文件时，只检查文件、不入库。 Check the definitions, or files without loading.

    Of files it says as well whether their period is locked, and whether a reason will be asked for
    because an accepted report would be changed after its deadline.

    With --json: for files as `ingest --json`, for definitions a list of findings.

    \b
    Examples:
      unionkpi check
      unionkpi check 东河镇.xlsx --return 退回件
      unionkpi --config my-config check --json
    """
    loaded = definitions.load(*setting.config)
    findings = without_known_senders(loaded.findings, setting.data)
    code, content = DEFINITIONS, None
    if loaded.catalogue is not None and paths:
        look = Foreseen(setting.data, loaded.catalogue)
        judged = run.judge_only(paths, loaded.catalogue, answers, setting.language, look=look,
                                data=setting.data)  # fmt: skip
        findings, code = judged.findings, FINDINGS
        content = asdict(ingest_json(judged, setting.language))
        if not as_json:
            say_not_run(judged, setting.language)
        say_answers(judged.answers, answers, setting.language)
    elif loaded.catalogue is not None and examples:
        findings += failing_examples(loaded.catalogue)
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        said = [asdict(finding_json(f, setting.language)) for f in findings]
        print_json(said if content is None else content)
    else:
        say_findings(findings, setting.language)
        click.echo(phrase("cli.checked", setting.language, findings=len(findings), errors=errors))
    if errors:
        click.get_current_context().exit(code)


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("docs"), show_default=True,
              help="写到哪个文件夹 Folder to write to.")  # fmt: skip
@click.pass_obj
def docs(setting: Setting, out: Path) -> None:
    """由定义生成参考文档。 Write the reference documents from the definitions.

    \b
    Examples:
      unionkpi docs
      unionkpi --config my-config docs --out my-docs
    """
    from pipeline.reference import write_docs  # walks the commands, so it cannot come first

    for path in write_docs(run.load(setting.config), out, setting.config):
        click.echo(str(path))


VERBS = (check, docs)
