"""Tables the product fills itself, described as forms so that indicators can measure them."""

from functools import cache
from pathlib import Path

import yaml

from pipeline.domain.form import Form

FOLDER = Path(__file__).parent


@cache
def built_in_forms() -> dict[str, Form]:
    """Return the forms ``system_reports`` and ``system_targets``."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.yml"))}


def _read(path: Path) -> Form:
    content = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    return Form.model_validate({**content, "id": path.stem})
