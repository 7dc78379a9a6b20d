"""Drawing says nothing on the terminal that is none of the office's business."""

import os
import subprocess
import sys
from pathlib import Path


def test_a_home_folder_that_cannot_be_written_is_not_talked_about(tmp_path: Path) -> None:
    in_the_way = tmp_path / "no-folder"
    in_the_way.write_bytes(b"")
    told = os.environ | {"MPLCONFIGDIR": str(in_the_way / "matplotlib")}
    drawn = "import pipeline.reports.quarterly as q; print(q.__name__)"
    done = subprocess.run(
        [sys.executable, "-c", drawn], env=told, capture_output=True, text=True, check=True
    )
    assert (done.stdout.strip(), done.stderr) == ("pipeline.reports.quarterly", "")
