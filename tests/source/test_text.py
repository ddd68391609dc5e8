from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flake8_detach.source.text import SourceError, SourceText, decode, from_string, normalized_newlines, place


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", SourceText("", "utf-8", False)),
        (b"x = 1\r\ny\rz\n", SourceText("x = 1\r\ny\rz\n", "utf-8", False)),
        ("x = 'é'".encode(), SourceText("x = 'é'", "utf-8", False)),
        (b"\xef\xbb\xbfx = 1\n", SourceText("x = 1\n", "utf-8", True)),
        (b"\xef\xbb\xbf# coding: utf-8\n", SourceText("# coding: utf-8\n", "utf-8", True)),
        (
            b"# -*- coding: latin-1 -*-\nx = '\xe9'\n",
            SourceText("# -*- coding: latin-1 -*-\nx = 'é'\n", "iso8859-1", False),
        ),
        (b"#!/usr/bin/python\r# vim: set fileencoding=cp1252 :\rx='\x80'", None),
        (
            b"# first\n# coding=koi8-r\nx = '\xc1'\n",
            SourceText("# first\n# coding=koi8-r\nx = '\N{CYRILLIC SMALL LETTER A}'\n", "koi8-r", False),
        ),
        (b"x = 1\n# coding: nonsense\n", SourceText("x = 1\n# coding: nonsense\n", "utf-8", False)),
        (b"x = '# coding: nonsense'\n", SourceText("x = '# coding: nonsense'\n", "utf-8", False)),
    ],
)
def test_decodes_what_python_decodes(data: bytes, expected: SourceText | None) -> None:
    source = decode(data)
    if expected is not None:
        assert source == expected
    assert source.encode(source.text) == data


@pytest.mark.parametrize(
    ("data", "line", "column", "message"),
    [
        (b"x = 1\ny = '\xff'\n", 2, 6, "byte 0xff"),
        ("# é\r\nx = 'é".encode() + b"\xe9'\n", 2, 7, "not valid utf-8"),
        (b"# coding: nonsense\n", 1, 1, "unknown encoding: nonsense"),
        (b"\n# coding: hex\n", 2, 1, "encoding problem: hex"),
        (b"\xef\xbb\xbf# coding: latin-1\n", 1, 1, "byte order mark"),
        (b"x = 1\ny = \0\n", 2, 5, "null bytes"),
        ("x = 1\n".encode("utf-16"), 1, 1, "byte 0xff"),
        (b"x = '\xe2\x82", 1, 6, "not valid utf-8"),
    ],
)
def test_refuses_what_python_refuses_and_says_where(
    data: bytes, line: int, column: int, message: str
) -> None:
    with pytest.raises(SourceError) as caught:
        decode(data)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert message in caught.value.message
    with pytest.raises((SyntaxError, ValueError)):
        compile(data, "<test>", "exec")


def test_decoded_text_has_no_encoding_of_its_own() -> None:
    assert from_string("\ufeff# coding: latin-1\nx = 'é'") == SourceText(
        "# coding: latin-1\nx = 'é'", "utf-8", True
    )
    with pytest.raises(SourceError, match="2:2: lone surrogate"):
        from_string("x\ny\ud800")


def test_only_the_line_ends_of_python_end_lines() -> None:
    text = "a\x0bb\x0cc\x1cd\u2028e\x85f\r\ng\rh\ni"
    assert place(text, text.index("f")) == (1, 11)
    assert place(text, text.index("h")) == (3, 1)
    assert place(text, len(text)) == (4, 2)
    assert normalized_newlines(text) == text.replace("\r\n", "\n").replace("\r", "\n")


@given(
    st.binary(max_size=60)
    | st.builds(lambda a, b: b"# coding: " + a + b"\n" + b, st.binary(max_size=8), st.binary(max_size=20))
)
def test_any_bytes_are_text_or_a_source_error(data: bytes) -> None:
    try:
        source = decode(data)
    except SourceError as error:
        where = (error.line, error.column)
    else:
        where = (1, 1)
        assert "\0" not in source.text
    assert min(where) >= 1
