"""JUnit's XML, which continuous integration servers show as test results: a suite for each file, a case for each finding."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from flake8_detach.report.model import Report, place, position, posix
from flake8_detach.rules import RULES

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> Iterator[str]:
    """The document. A run without findings has one case, which passes."""
    top = Element("testsuites", name="flake8-detach")
    for path, group in itertools.groupby(report.findings, lambda finding: finding.path):
        findings = list(group)
        suite = _suite(top, posix(path), len(findings), failures=len(findings))
        for finding in findings:
            name = f"{finding.code} {RULES[finding.code].name} at {position(finding)}"
            case = SubElement(suite, "testcase", name=name, classname=_text(posix(path)), time="0")
            case.set("file", _text(posix(path)))
            case.set("line", str(report.in_file(finding.path, finding.span).line))
            failure = SubElement(
                case, "failure", type=report.severity(finding), message=_text(finding.message)
            )
            failure.text = _text(f"{place(finding)}: {finding.code} {finding.message}")
    for problem in report.problems:
        suite = _suite(top, posix(problem.path), 1, errors=1)
        case = SubElement(suite, "testcase", name="read", classname=_text(posix(problem.path)), time="0")
        SubElement(case, "error", type="error", message=_text(problem.message))
    if not len(top):
        suite = _suite(top, "flake8-detach", 1)
        SubElement(suite, "testcase", name="no findings", classname="flake8-detach", time="0")
    indent(top)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    # ASCII: any stream can carry it.
    yield from tostring(top, encoding="us-ascii").decode("ascii").split("\n")


def _suite(top: Element, name: str, tests: int, *, failures: int = 0, errors: int = 0) -> Element:
    counts = {
        "tests": str(tests),
        "failures": str(failures),
        "errors": str(errors),
        "skipped": "0",
        "time": "0",
    }
    return SubElement(top, "testsuite", {"name": _text(name), **counts})


def _text(text: str) -> str:
    """``text`` without the characters that no XML document can hold."""
    return _NOT_XML.sub("\ufffd", text)
