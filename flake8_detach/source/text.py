"""Bytes in, text out: what Python itself would read from the file, or the place where it would stop.

The rules are those of the language reference, "Encoding declarations" (PEP 263): UTF-8 unless a byte order
mark or a ``coding`` comment in the first two lines says otherwise, and no NUL characters.
"""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass

BOM = "\ufeff"

_COOKIE = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"[ \t\f]*(?:#.*)?$")
_LINE_END = re.compile("\r\n|\r|\n")
_LINE_END_BYTES = re.compile(rb"\r\n|\r|\n")


class SourceError(Exception):
    """The text is not Python that can be read. ``line`` and ``column`` are 1-based, in characters."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return f"{self.line}:{self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class SourceText:
    """The characters of a file, its line ends untouched, and how they were encoded.

    ``text`` holds no byte order mark; ``bom`` says that the file began with one.
    """

    text: str
    encoding: str
    bom: bool

    def encode(self, text: str) -> bytes:
        """``text`` as the bytes of this file: same encoding, same byte order mark."""
        data = text.encode(self.encoding)
        return codecs.BOM_UTF8 + data if self.bom else data


def decode(data: bytes) -> SourceText:
    """Decode the bytes of a Python file.

    Raises SourceError where CPython would refuse the file: an unknown or contradicted encoding, bytes that
    the encoding does not allow, NUL characters.
    """
    bom = data.startswith(codecs.BOM_UTF8)
    if bom:
        data = data[len(codecs.BOM_UTF8) :]
    encoding, line = _declared(data)
    if bom and encoding != "utf-8":
        raise SourceError(f"encoding problem: {encoding} with a UTF-8 byte order mark", line)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, encoding, error) from None
    except (LookupError, ValueError) as error:
        # Not a text encoding ("hex"), or a codec with rules of its own ("idna").
        raise SourceError(f"encoding problem: {encoding}: {error}", line) from None
    return SourceText(require_valid(text), encoding, bom)


def from_string(text: str) -> SourceText:
    """The same for text that is already decoded: a ``coding`` comment in it means nothing any more.

    Raises SourceError for NUL characters and for lone surrogates, which no Python source can hold.
    """
    bom = text.startswith(BOM)
    return SourceText(require_valid(text[1:] if bom else text), "utf-8", bom)


def require_valid(text: str) -> str:
    """``text`` itself, or SourceError at its first NUL character or lone surrogate."""
    nul = text.find("\0")
    if nul >= 0:
        raise SourceError("source code cannot contain null bytes", *place(text, nul))
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise SourceError("lone surrogate in the source", *place(text, error.start)) from None
    return text


def place(text: str, offset: int) -> tuple[int, int]:
    """The 1-based line and column of a character of ``text``."""
    line = 1
    start = 0
    for end in _LINE_END.finditer(text, 0, offset):
        line += 1
        start = end.end()
    return line, offset - start + 1


def lines_of(text: str) -> list[str]:
    r"""The lines of a text with their ends: ``\n``, ``\r\n`` or ``\r``, as Python's tokenizer counts them."""
    return list(io.StringIO(text, newline=""))


def normalized_newlines(text: str) -> str:
    r"""``text`` with every line end (``\r\n``, ``\r``) as ``\n``: lines and columns stay the same."""
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _declared(data: bytes) -> tuple[str, int]:
    """The declared encoding, or UTF-8, and the line which declares it."""
    head = _LINE_END_BYTES.split(data, maxsplit=2)
    for number, line in enumerate(head[:2], 1):
        cookie = _COOKIE.match(line)
        if cookie is not None:
            name = cookie[1].decode("ascii")
            try:
                codec = codecs.lookup(name)
            except (LookupError, ValueError):
                raise SourceError(f"unknown encoding: {name}", number) from None
            return ("utf-8" if codec.name.startswith("utf-8") else codec.name), number
        if _BLANK.match(line) is None:
            break
    return "utf-8", 1


def _undecodable(data: bytes, encoding: str, error: UnicodeDecodeError) -> SourceError:
    before = data[: error.start].decode(encoding, "replace")
    line, column = place(before, len(before))
    byte = data[error.start : error.start + 1]
    shown = f"byte 0x{byte.hex()}" if byte else "the end of the file"
    return SourceError(f"not valid {encoding}: {shown} ({error.reason})", line, column)
