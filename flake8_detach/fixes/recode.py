"""An edited text back to bytes: lines that no edit touched keep theirs.

Some encodings write one character in several ways (the NEC and IBM rows of code page 932, needless escapes of
ISO-2022-JP); to encode the whole text anew would change what nobody edited.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise

from flake8_detach.fixes.edits import Lines
from flake8_detach.source.text import BOM, SourceError, SourceText

_LINE_END = re.compile(b"\r\n|\r|\n")


def recoded(source: SourceText, data: bytes, text: str) -> bytes:
    """`text`, made of that of `source`, whose bytes are `data`, in bytes.

    Raises SourceError where the bytes of its lines cannot be told apart.
    """
    if source.encode(source.text) == data:
        return source.encode(text)
    mark = len(BOM.encode()) if source.bom else 0
    ends = [mark, *(end.end() for end in _LINE_END.finditer(data, mark)), len(data)]
    raw = [data[start:end] for start, end in pairwise(ends)]
    old, new = _lines(source.text), _lines(text)
    if not _are(raw, old, source.encoding):
        raise SourceError(f"lines in {source.encoding} cannot be told apart")
    parts = [data[:mark]]
    for kind, start, end, first, last in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        parts += (
            raw[start:end] if kind == "equal" else [line.encode(source.encoding) for line in new[first:last]]
        )
    return b"".join(parts)


def _lines(text: str) -> list[str]:
    lines = Lines(text)
    return [lines.line(number) for number in range(1, lines.count + 1)]


def _are(raw: list[bytes], lines: list[str], encoding: str) -> bool:
    """Whether each of some bytes is a line by itself."""
    try:
        return [data.decode(encoding) for data in raw] == lines
    except UnicodeDecodeError:
        return False
