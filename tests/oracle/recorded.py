"""The recorded verdicts of all cases, so that the tests judge by PyTorch where it is not installed.

``verdicts.json`` holds the PyTorch version and, per case, a digest of the program and its verdict. A verdict whose
digest is not the program's is stale: ``python -m tests.oracle --record`` judges those again (delete the file to
judge all).
"""

from __future__ import annotations

import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.case_files import all_cases

from .pool import judge_many
from .verdict import Verdict, from_json, to_json

PATH = Path(__file__).with_name("verdicts.json")


def digest(source: str) -> str:
    """Tells whether a program is still the one that was judged."""
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def torch_release() -> str:
    """The installed PyTorch, without its build tag."""
    return version("torch").partition("+")[0]


def load(path: Path = PATH) -> tuple[str, dict[str, tuple[str, Verdict]]]:
    """The PyTorch release, and per case the digest of the judged program and its verdict."""
    data: dict[str, Any] = (
        json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"torch": "", "cases": {}}
    )
    return data["torch"], {key: (item["of"], from_json(item)) for key, item in data["cases"].items()}


def save(release: str, verdicts: dict[str, tuple[str, Verdict]], path: Path = PATH) -> None:
    """One case per line, sorted: a change of a verdict is one line of a diff."""
    rows = [
        f"{json.dumps(key)}: {json.dumps({'of': of, **to_json(verdict)})}"
        for key, (of, verdict) in sorted(verdicts.items())
    ]
    text = f'{{"torch": "{release}", "cases": {{\n' + ",\n".join(rows) + "\n}}\n"
    path.write_text(text, encoding="utf-8")


def record() -> int:
    """Judge every case that is new or changed, forget the ones that are gone. Exit code 1 if one is not usable."""
    release = torch_release()
    recorded_with, old = load()
    programs = {case.key: case.program for case in all_cases()}
    kept = {
        key: old[key]
        for key, source in programs.items()
        if recorded_with == release and key in old and old[key][0] == digest(source)
    }
    fresh = judge_many({key: source for key, source in programs.items() if key not in kept})
    save(release, {**kept, **{key: (digest(programs[key]), verdict) for key, verdict in fresh.items()}})
    unusable = {key: verdict for key, verdict in fresh.items() if not verdict.usable}
    for key, verdict in sorted(unusable.items()):
        print(
            f"{key}: {verdict.status} {'' if verdict.faithful else 'not faithful'} {verdict.detail}",
            file=sys.stderr,
        )
    print(f"judged {len(fresh)} of {len(programs)} cases with PyTorch {release}")
    return 1 if unusable else 0
