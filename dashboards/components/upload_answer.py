"""The answer to an upload: per file a verdict, its problems with cells, the marked workbook."""

from collections.abc import Mapping, Sequence

from dash import html

from dashboards.components import parts
from dashboards.components.parts import aria
from dashboards.desk import Outcome
from dashboards.files import returned_address
from dashboards.view import View
from dashboards.words import Part
from pipeline.domain.noun import Bilingual
from pipeline.domain.status import Verdict
from pipeline.queries.answers import DraftRow
from pipeline.reports.answer.folder import FileAnswer, Said
from pipeline.reports.answer.not_made import NotMade
from pipeline.reports.answer.reports_read import lines_read
from pipeline.wording.statuses import VERDICTS

SHOWN = 100


def answer(found: Outcome, view: View, submitted: bool) -> list[Part]:
    """Everything said about an upload."""
    if found.problem is not None:
        return [problem(found.problem, view)]
    pieces: list[Part] = [html.P(conclusion(found, view, submitted), className="lead small")]
    good = [file for file in found.files if file.verdict == "accepted"]
    if any(said.severity == "explain" for file in good for said in file.findings):
        pieces.append(html.P(view.say("upload.to_explain"), className="note"))
    if found.together:
        link = marked(found.together, "upload.together", view)
        pieces.append(html.P(link))
    several = len(found.files) > 1
    plain = [file for file in found.files if several and is_plain(file)]
    told = [file for file in found.files if not (several and is_plain(file))]
    pieces += [file_answer(file, view, submitted) for file in told]
    return pieces + ([plain_files(plain, view, submitted)] if plain else [])


def marked(token: str, key: str, view: View) -> html.A:
    """The link to what was returned. It opens by itself: what is said when that is gone, as after
    the dashboard was started again, is then read."""
    return html.A(view.say(key), href=returned_address(token, view), target="_blank")


def is_plain(file: FileAnswer) -> bool:
    """Whether nothing was found in a file."""
    return file.verdict == Verdict.ACCEPTED and not file.findings


def plain_files(files: Sequence[FileAnswer], view: View, submitted: bool) -> html.Section:
    """The files among several in which nothing was found, by name, and what was not checked."""
    key = "upload.taken_plain" if submitted else "upload.in_order_plain"
    names = [
        html.Li([file.file, *read_as(file, view),
                 not_run(file.rules_not_run, view) if file.rules_not_run else None])
        for file in files
    ]  # fmt: skip
    return html.Section([
        html.Div(html.H2(view.say(key, count=view.whole(len(files)))), className="head"),
        html.Ul(names, className="names"),
    ])  # fmt: skip


def may_be_submitted(found: Outcome) -> bool:
    """Whether there is a file that would be taken."""
    return any(file.verdict == Verdict.ACCEPTED for file in found.files)


def may_be_kept(found: Outcome) -> bool:
    """Whether there is a file that can be read, and so be kept as a draft."""
    return any(file.verdict in (Verdict.ACCEPTED, Verdict.WITHHELD) for file in found.files)


def problem(kind: str, view: View) -> html.P:
    """Why nothing was looked at."""
    return html.P(view.say(f"upload.problem_{kind}"), className="empty", role="alert")


def not_read(names: Sequence[str], view: View) -> list[Part]:
    """The files that the browser could not read, by their places; nothing where it read all."""
    if not names:
        return []
    told = view.say("upload.problem_unread", count=view.whole(len(names)))
    said = html.Section([
        html.P(told, className="empty"),
        html.Ul([html.Li(name) for name in names], className="names"),
    ], role="alert")  # fmt: skip
    return [said]


def conclusion(found: Outcome, view: View, submitted: bool) -> str:
    """What was done, and what comes next."""
    good = [file for file in found.files if file.verdict == "accepted"]
    if submitted:
        number = view.whole(found.publication)
        key = "upload.taken" if good else "upload.not_taken"
        return view.say(key, count=view.whole(len(good)), number=number)
    if not good:
        return view.say("upload.to_correct")
    key = "upload.all_good" if len(good) == len(found.files) else "upload.some_good"
    return view.say(key, count=view.whole(len(good)))


def file_answer(file: FileAnswer, view: View, submitted: bool) -> html.Section:
    """One file; what was only checked is in order, and not accepted yet."""
    mark = VERDICTS[Verdict(file.verdict)]
    in_order = file.verdict == "accepted" and not submitted
    said = view.say("upload.in_order") if in_order else view.text(mark.word)
    word = html.Span(f"{mark.glyph} {said}", className=f"mark {mark.css_class}")
    pieces: list[Part] = list(read_as(file, view))
    if file.returned:
        link = marked(file.returned, "upload.marked", view)
        pieces.append(html.P(link))
    if file.findings:
        pieces.append(problems(file.findings[:SHOWN], view))
        if len(file.findings) > SHOWN:
            pieces.append(html.P(view.say("page.listed", shown=view.whole(SHOWN),
                                          total=view.whole(len(file.findings))),
                                 className="note"))  # fmt: skip
    if file.rules_not_run:
        pieces.append(not_run(file.rules_not_run, view))
    return html.Section([html.Div([html.H2(file.file), word], className="head"), *pieces])


def read_as(file: FileAnswer, view: View) -> list[Part]:
    """Whose reports it was read as, and what is still to come."""
    return [html.P(line, className="note") for line in lines_read(file.reports, view.language)]


def not_run(missed: tuple[NotMade, ...], view: View) -> html.Details:
    """The checks that did not run, folded away."""
    title = view.say("answer.not_run")
    heads = tuple(view.say(f"answer.not_run_{name}") for name in ("form", "rule", "why"))
    rows = [html.Tr([parts.cell(one.form), parts.cell(one.what), parts.cell(one.why)])
            for one in missed]  # fmt: skip
    told = html.Summary(f"{title} {view.whole(len(missed))}")
    return html.Details([told, parts.table(heads, rows, title)])


def draft_list(found: Sequence[DraftRow], view: View) -> Part:
    """What is kept and not handed in."""
    if not found:
        return html.P(view.say("upload.no_drafts"), className="note")
    return html.Ul(
        [draft_line(one, view) for one in found], **aria(label=view.say("upload.drafts"))
    )


def draft_line(one: DraftRow, view: View) -> html.Li:
    """A draft: its file, and under it what is known of it; the column is too narrow for a table."""
    said = view.say(
        "draft.line",
        period=view.say("join.list").join(view.text(name) for name in one.periods),
        verdict=view.text(VERDICTS[Verdict(one.verdict)].word),
        errors=view.whole(one.errors),
        saved=view.moment(one.saved_at),
    )
    return html.Li([one.name, html.P(said, className="note")])


def drafts_elsewhere(units: Mapping[str, Bilingual], view: View) -> list[Part]:
    """The other units that have drafts, each leading to them: a file is kept for the unit in it,
    whoever's page it was chosen on."""
    if not units:
        return []
    links = [parts.link(view.text(name), view.to_unit(unit)) for unit, name in units.items()]
    said = view.rich("upload.drafts_elsewhere", units=view.join(links, "join.items"))
    return [html.P(said, className="note")]


def problems(findings: tuple[Said, ...], view: View) -> html.Table:
    """Each problem with its place and what to do."""
    names = ("severity", "sheet_name", "cell", "got", "what", "do")
    heads = tuple(view.say(f"answer.{name}") for name in names)
    rows = [
        html.Tr([
            parts.cell(html.Span(view.severity(said.severity), className=f"mark {said.severity}")),
            parts.cell(said.sheet or ""), parts.cell(said.cell or "", "nowrap"),
            parts.cell(said.got or ""), parts.cell(said.what), parts.cell(said.do),
        ])
        for said in findings
    ]  # fmt: skip
    return parts.table(heads, rows, view.say("answer.title"))
