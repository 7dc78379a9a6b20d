"""Output that goes into a file or another program in an encoding that lacks some of our signs.

On a Chinese Windows that is GBK, which has no ``›``, ``−`` or ``✓``; the window itself shows all.
"""

import codecs
import sys
from io import TextIOWrapper

STAND_INS = {
    "›": ">", "−": "-", "✓": "√", "✕": "×", "↩": "←", "◧": "□", "¥": "￥", "–": "-", "≥": ">=",
    "≤": "<=", "→": "->",
}  # fmt: skip
"""A sign → what is written where it cannot be; GBK has the last ones, other encodings do not."""
NAME = "unionkpi"


def stand_in(error: UnicodeError) -> tuple[str | bytes, int]:
    """What is written for signs that the encoding lacks: one like it, else a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(in_encoding(sign, error.encoding) for sign in missing), error.end


def in_encoding(sign: str, encoding: str) -> str:
    """One sign, or what stands for it."""
    like = STAND_INS.get(sign, "?")
    try:
        like.encode(encoding)
    except UnicodeEncodeError:
        return "?"
    return like


def never_fail() -> None:
    """Let no sign end a command."""
    codecs.register_error(NAME, stand_in)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=NAME)


def holds_everything() -> bool:
    """Whether what is printed may have any sign."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return codecs.lookup(encoding).name == "utf-8"
