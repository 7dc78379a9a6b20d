"""The glyphs a page uses, inside the page: for computers that have no Chinese font at all.

The face stands last in the page's list, so offices with their own fonts read in those.
"""

import base64
import re
from functools import cache
from io import BytesIO

from fontTools import subset
from fontTools.ttLib import TTFont
from pylopdf_fonts_zh_cn import sans_path

FAMILY = "unionkpi Sans"
DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)
ALWAYS = frozenset(range(0x20, 0x7F))


def font_face(page: str) -> str:
    """A style rule that holds the glyphs of a page's texts."""
    points = frozenset(ord(c) for c in DRAWING.sub("", page)) | ALWAYS
    data = base64.b64encode(subset_of(points)).decode("ascii")
    return (
        f'@font-face{{font-family:"{FAMILY}";src:url(data:font/woff2;base64,{data})'
        ' format("woff2");font-weight:400}\n'
    )


@cache
def subset_of(points: frozenset[int]) -> bytes:
    """The face, cut down to some characters."""
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["*"]
    options.hinting = False
    options.name_IDs = []
    options.notdef_outline = True
    options.drop_tables += ["DSIG", "VORG", "vhea", "vmtx"]
    with TTFont(str(sans_path()), lazy=True) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=points)
        cutter.subset(font)
        target = BytesIO()
        font.flavor = "woff2"
        font.save(target)
    return target.getvalue()
