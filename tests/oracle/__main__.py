"""``python -m tests.oracle FILE…`` prints the verdict of each program, line by line.

``--json`` prints it as JSON. ``--record`` judges all cases under ``tests/cases`` and writes the recorded verdicts.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from .verdict import Verdict, to_json


def main() -> int:
    """Exit code 1 when a program could not be judged faithfully."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true", help="one JSON object per file")
    parser.add_argument(
        "--record", action="store_true", help="judge what changed in tests/cases and record it"
    )
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        return _serve()
    if options.record:
        from .recorded import record

        return record()
    from .judge import judge

    usable = True
    for path in options.files:
        source = path.read_text(encoding="utf-8")
        verdict = judge(source)
        usable = usable and verdict.usable
        if options.json:
            print(json.dumps({"file": str(path), **to_json(verdict)}))
        else:
            print(_annotated(path, source, verdict))
    return 0 if usable else 1


def _serve() -> int:
    """A worker of `pool`: a program per line in, a verdict per line out, both JSON."""
    from .judge import judge

    for line in sys.stdin:
        print(json.dumps(to_json(judge(json.loads(line)))), flush=True)
    return 0


def _annotated(path: Path, source: str, verdict: Verdict) -> str:
    notes = {line: [str(found)] for line, found in verdict.lines.items()}
    for line, kind in verdict.refusals:
        notes.setdefault(line, []).append(f"raises {kind}")
    for line in verdict.unexecuted:
        notes.setdefault(line, []).append("not executed")
    width = max((len(", ".join(note)) for note in notes.values()), default=0)
    faithful = "" if verdict.faithful else " (not faithful: the watched run went another way)"
    text = [f"{path}: {verdict.status}{faithful}{verdict.detail and ': ' + verdict.detail}"]
    for number, code in enumerate(source.splitlines(), start=1):
        text.append(f"{', '.join(notes.get(number, ())):>{width}} | {code}")
    if not verdict.outcome.ok:
        text.append(f"{verdict.outcome.exception} at line {verdict.outcome.line}: {verdict.outcome.message}")
    return "\n".join(text)


if __name__ == "__main__":
    sys.exit(main())
