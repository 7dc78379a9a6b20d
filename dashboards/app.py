"""The dashboard as an application: ``create_app(reader)``."""

from importlib.util import find_spec
from typing import cast

from dash import Dash, dcc, html

from dashboards import circulars, files, router
from dashboards.asking import Questions, Reader
from dashboards.components import (
    deciding,
    dismissing,
    explaining,
    headings,
    locking,
    naming,
    sealing,
    unit_finder,
)
from dashboards.desk import Desk
from dashboards.pages import fact, sql, upload, whatif
from dashboards.security import protect
from dashboards.selection import PAGES, Selection

INDEX = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
{%metas%}
<title>{%title%}</title>
{%favicon%}
{%css%}
</head>
<body>
{%app_entry%}
{%config%}
{%scripts%}
{%renderer%}
</body>
</html>
"""


def create_app(
    reader: Reader, questions: Questions | None = None, desk: Desk | None = None
) -> Dash:
    """Make the dashboard over a reader; nothing of it lives outside the returned object.

    Without a desk nothing can be handed in over the pages.
    """
    asked = questions or published_questions()
    app = Dash(
        __name__,
        use_pages=False,
        include_pages_meta=False,
        serve_locally=True,
        compress=find_spec("flask_compress") is not None,
        suppress_callback_exceptions=True,
        index_string=INDEX,
        title="unionkpi",
        update_title="",
        health_endpoint="healthz",
        enable_mcp=False,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.layout = layout()
    router.register(app, reader, asked)
    unit_finder.register(app, reader, asked)
    sql.register(app, reader, asked)
    whatif.register(app)
    files.register(app, reader, asked, desk)
    circulars.register(app, reader, asked)
    upload.register(app, desk)
    explaining.register(app, desk)
    dismissing.register(app, desk)
    naming.register(app, desk)
    headings.register(app, desk)
    sealing.register(app, desk)
    fact.register(app)
    deciding.register(app, desk)
    locking.register(app, desk)
    protect(app)
    return app


def published_questions() -> Questions:
    """The questions as the pipeline answers them."""
    from pipeline.queries import questions

    return cast(Questions, questions)


def layout() -> html.Div:
    """An empty page that follows the address."""
    return html.Div(
        [
            dcc.Location(id="address", refresh="callback-nav"),
            html.Div(id="page"),
            dcc.Download(id="download"),
            dcc.Store(id=upload.HANDED_IN),
        ]
    )


def warm_up(app: Dash, reader: Reader, questions: Questions | None = None) -> None:
    """Make every page once, so that no reader meets a half-loaded library."""
    client = app.server.test_client()
    for path in ("/", "/_dash-dependencies", "/_dash-layout"):
        client.get(path)
    for page in PAGES:
        router.page_for(reader, questions or published_questions(), Selection(page))
