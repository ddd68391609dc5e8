"""SARIF: what stands where, and that a reader made from the standard's own schema takes all of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flake8_detach.finding import Edit, Finding, Fix, Span
from flake8_detach.report import Problem, Report, renderer
from tests.cli.conftest import Command, command, project  # noqa: F401
from tests.report.test_formats import REPORT

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def log(report: Report) -> dict[str, Any]:
    document: dict[str, Any] = json.loads("\n".join(renderer("sarif")(report)))
    return document


def test_results_rules_and_failures() -> None:
    (run,) = log(REPORT)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["DET101", "DET201"]
    read, write = run["results"]
    assert (read["ruleId"], read["level"], rules[read["ruleIndex"]]["id"]) == ("DET201", "note", "DET201")
    assert (write["ruleId"], write["level"], rules[write["ruleIndex"]]["id"]) == ("DET101", "error", "DET101")
    assert write["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "pkg/train.py", "uriBaseId": "SRCROOT"},
                "region": {"startLine": 4, "startColumn": 1, "endLine": 4, "endColumn": 10},
            }
        }
    ]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "gone.py" in invocation["toolExecutionNotifications"][0]["message"]["text"]


def test_the_trace_is_a_code_flow_and_related_locations() -> None:
    write = log(REPORT)["runs"][0]["results"][1]
    steps = write["codeFlows"][0]["threadFlows"][0]["locations"]
    texts = ["saved here", "a second name", "overwritten here", "used here"]
    assert [step["location"]["message"]["text"] for step in steps] == texts
    assert [step["executionOrder"] for step in steps] == [1, 2, 3, 4]
    assert [step["importance"] for step in steps] == ["important", "important", "essential", "important"]
    assert [location["message"]["text"] for location in write["relatedLocations"]] == texts


def test_edits_are_fixes() -> None:
    read = log(REPORT)["runs"][0]["results"][0]
    (fix,) = read["fixes"]
    assert fix["description"]["text"] == "Replace .data by .detach()"
    assert fix["artifactChanges"][0]["replacements"] == [
        {
            "deletedRegion": {"startLine": 3, "startColumn": 8, "endLine": 3, "endColumn": 13},
            "insertedContent": {"text": ".detach()"},
        }
    ]


@pytest.mark.parametrize(
    ("path", "uri"),
    [("a b/ü.py", "a%20b/%C3%BC.py"), ("/opt/x.py", "file:///opt/x.py"), ("caf\udce9.py", "caf%E9.py")],
)
def test_paths_are_uris(path: str, uri: str) -> None:
    finding = Finding(path, Span(1, 1, 1, 2), "DET201", "m")
    (result,) = log(Report((finding,), (), ("x.py",)))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_the_standards_schema_allows_it(command: Command, tmp_path: Path) -> None:  # noqa: F811
    """The reader's classes were generated from the schema, and refuse what it does not name."""
    sarif = pytest.importorskip(
        "fluidattacks_core.sarif", reason="a development extra, for Python 3.11 or newer"
    )
    wanted = command("--format", "json", str(EXAMPLES)).findings
    assert wanted
    read = sarif.SarifLog.model_validate_json(command("--format", "sarif", str(EXAMPLES)).out)
    found = [
        (
            result.locations[0].physical_location.root.artifact_location.uri,
            result.locations[0].physical_location.root.region.start_line,
            result.locations[0].physical_location.root.region.start_column,
            result.rule_id,
        )
        for result in read.runs[0].results
    ]
    assert found == [(f"file://{path}", line, column, code) for path, line, column, code in wanted]
    insert = Fix("insert", safe=False, edits=(Edit(Span(1, 1, 1, 1), "x"), Edit(Span(2, 1, 2, 3), "")))
    odd = Report((Finding("x.py", Span(1, 1, 1, 1), "DET900", "m", fix=insert),), (Problem("y", "gone"),), ())
    for report in (odd, REPORT, Report()):
        sarif.SarifLog.model_validate_json("\n".join(renderer("sarif")(report)))
    broken = log(REPORT)
    broken["runs"][0]["results"][0]["colour"] = "red"
    with pytest.raises(ValueError, match="colour"):
        sarif.SarifLog.model_validate(broken)
