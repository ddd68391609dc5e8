"""What CPython says about a text that cannot be parsed."""

from __future__ import annotations

import ast
import warnings

from flake8_detach.source.text import SourceError


def python_error(text: str) -> SourceError | None:
    """The syntax error that the running Python finds in ``text``; None if it finds none, or gives up."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text, "<source>", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
        except SyntaxError as error:
            return SourceError(error.msg, error.lineno or 1, max(1, error.offset or 1))
        except (MemoryError, RecursionError, ValueError):
            # Its own limits, not the text's fault.
            return None
    return None
