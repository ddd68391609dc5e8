"""The remaining uses of ``.data``: found, judged and turned into findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from flake8_detach.evidence.advice import Advice, advise, code, short
from flake8_detach.evidence.case import Case
from flake8_detach.evidence.infer import Inference
from flake8_detach.evidence.resolver import OneFile, Resolver
from flake8_detach.evidence.rules import judge, same_name
from flake8_detach.evidence.source_index import Site, SourceIndex
from flake8_detach.evidence.usage import Kind, Usage, usage
from flake8_detach.evidence.verdict import Judgement, Known, Verdict
from flake8_detach.finding import Evidence, Finding, Span
from flake8_detach.settings import NOTHING_DECLARED, Declared

if TYPE_CHECKING:
    import ast

KnownAt: TypeAlias = Callable[[Span], "Known | None"]
OnUnknown: TypeAlias = Literal["report", "ignore"]


@dataclass(frozen=True, slots=True)
class DataUse:
    """One ``.data``, ``.detach_()`` or ``.detach().resize_()`` and what is thought of it.

    ``span`` is that of the expression ``x.y.data``; ``reported`` says whether it makes a finding.
    """

    path: str
    span: Span
    kind: Kind
    judgement: Judgement
    code: str
    advice: Advice
    reported: bool
    site: Site
    usage: Usage

    @property
    def verdict(self) -> Verdict:
        return self.judgement.verdict

    @property
    def reason(self) -> str:
        return self.judgement.reason

    def finding(self) -> Finding:
        """The use as a finding."""
        unknown = self.verdict is Verdict.UNKNOWN
        evidence = self.verdict.value if unknown else f"{self.verdict.value} ({self.judgement.rule})"
        message = f"{self.advice.text} (if it is a tensor)" if unknown else self.advice.text
        return Finding(self.path, self.span, self.code, message, evidence=f"{evidence}: {self.reason}")

    def evidence(self, index: SourceIndex) -> Evidence:
        """What the use was judged by; ``index`` is that of its file."""
        told = self.judgement
        code = self.code if self.reported else None
        expression = short(index.segment(self.site.node))
        return Evidence(self.path, self.span, expression, told.verdict.value, told.rule, told.reason, code)


def data_findings(
    text: str,
    tree: ast.Module,
    path: str,
    *,
    known: KnownAt | None = None,
    resolver: Resolver | None = None,
    unknown: OnUnknown = "report",
    declared: Declared = NOTHING_DECLARED,
) -> list[DataUse]:
    """Every use in a file, in source order, those that are no tensor's too.

    ``known`` tells what an interpreter knows of the receiver whose ``.data`` has the given span; ``resolver``
    finds the sources of imports; ``unknown`` is what becomes of uses about which nothing is known; ``declared`` is
    what the project says of its names.
    """
    index = SourceIndex(text, tree, path)
    return data_uses(index, known=known, resolver=resolver, unknown=unknown, declared=declared)


def data_uses(
    index: SourceIndex,
    *,
    known: KnownAt | None = None,
    resolver: Resolver | None = None,
    unknown: OnUnknown = "report",
    declared: Declared = NOTHING_DECLARED,
) -> list[DataUse]:
    """`data_findings` of a file that has been indexed."""
    inference = Inference(resolver or OneFile())
    return uses_of(index, known=known, inference=inference, unknown=unknown, declared=declared)


def uses_of(
    index: SourceIndex,
    *,
    known: KnownAt | None,
    inference: Inference,
    unknown: OnUnknown,
    declared: Declared = NOTHING_DECLARED,
) -> list[DataUse]:
    """The same with an inference that may be used for several files."""
    judged = []
    used = []
    for site in index.sites():
        use = usage(site)
        if use is not None:
            seen = known(index.span(site.node)) if known is not None else None
            case = Case(site, index, inference, seen, declared)
            judged.append((case, judge(case)))
            used.append((site, use))
    found = []
    for (site, use), judgement in zip(used, same_name(judged), strict=True):
        reported = judgement.verdict is Verdict.TENSOR or (
            judgement.verdict is Verdict.UNKNOWN and unknown == "report"
        )
        span = index.span(site.node)
        found.append(
            DataUse(
                index.path,
                span,
                use.kind,
                judgement,
                code(use),
                advise(index, site, use),
                reported,
                site,
                use,
            )
        )
    return found
