"""Is it a tensor? Evidence for every ``.data`` of a file, and the findings for those that are a tensor's.

`data_findings` is the whole of it for a caller: text and tree in, judged uses out. Inside, `scopes` reads a
scope in one walk, `infer` follows an expression to what it evaluates to, `rules` decides in a fixed order, and
`usage` and `advice` say what a use does and what to write instead.
"""

from __future__ import annotations

from flake8_detach.evidence.alias import Alias
from flake8_detach.evidence.data_uses import DataUse, data_findings, data_uses
from flake8_detach.evidence.resolver import OneFile, Project, Resolver
from flake8_detach.evidence.source_index import SourceIndex
from flake8_detach.evidence.usage import Kind as UseKind
from flake8_detach.evidence.verdict import Judgement, Known, Verdict

__all__ = [
    "Alias",
    "DataUse",
    "Judgement",
    "Known",
    "OneFile",
    "Project",
    "Resolver",
    "SourceIndex",
    "UseKind",
    "Verdict",
    "data_findings",
    "data_uses",
]
