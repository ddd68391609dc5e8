"""How well a tensor's ``.data`` is told from others, on sites of real packages that were labelled by reading.

    python tools/score_evidence.py --fetch FOLDER    bring the labelled packages into FOLDER, then score
    python tools/score_evidence.py FOLDER            score what is there: FOLDER/<package>-<version>/<path>
    python tools/score_evidence.py FOLDER --count    count the answers over all sites of all packages in FOLDER

Precision is the share of reported sites that are a tensor's, recall the share of tensors' sites that are reported;
sites labelled `unsure` are left out. Each is given one file at a time, as flake8 sees it, and with the package's other
modules in sight, as the command does; also without the two rules that know names, to show what it adds.
"""

from __future__ import annotations

import argparse
import ast
import json
import subprocess
import sys
import tempfile
import warnings
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from count_findings import unpack

from flake8_detach.evidence import data_findings
from flake8_detach.evidence import rules as evidence_rules
from flake8_detach.evidence.data_uses import OnUnknown
from flake8_detach.evidence.resolver import OneFile, Project, Resolver
from flake8_detach.evidence.verdict import Verdict
from flake8_detach.evidence.weak_names import named_as_holder, weak_names

BY_NAME = (named_as_holder, weak_names)
"""The rules that know names."""
DOWNLOADS = 4
"""How many packages are brought at a time."""
PLATFORMS = ("manylinux1_x86_64", "manylinux2014_x86_64", "manylinux_2_24_x86_64", "manylinux_2_28_x86_64")
LABELS = Path(__file__).resolve().parent.parent / "tests" / "evidence" / "labels.jsonl"


@dataclass(frozen=True)
class Label:
    """One labelled site; the place is 1-based in characters, the end exclusive."""

    package: str
    version: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    what: str
    label: str

    @property
    def folder(self) -> str:
        """The name of the folder the package lies in."""
        return f"{self.package}-{self.version}"

    @property
    def place(self) -> tuple[int, int, int, int]:
        return (self.line, self.column, self.end_line, self.end_column)


@dataclass(frozen=True)
class Score:
    """The counts, and what was wrong."""

    right: int
    false: int
    missed: int
    quiet: int
    wrong: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.false, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.right + self.missed, 1)

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.4f}  recall {self.recall:.4f}  "
            f"({self.right} right, {self.false} false, {self.missed} missed, {self.quiet} rightly quiet)"
        )


def read_labels(path: Path = LABELS) -> list[Label]:
    """The labels of a file of JSON lines."""
    return [Label(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def fetch(labels: list[Label], folder: Path) -> None:
    """Bring every labelled package that is not there yet; raises where pip fails."""
    wanted = sorted({(row.folder, f"{row.package}=={row.version}") for row in labels})
    with ThreadPoolExecutor(DOWNLOADS) as pool:
        list(pool.map(lambda each: _fetch(folder / each[0], each[1]), wanted))


def _fetch(folder: Path, package: str) -> None:
    if folder.is_dir():
        return
    with tempfile.TemporaryDirectory() as downloads:
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:"]
        # Made for one Python; read, and not run, by any.
        command += ["--python-version=3.11", "--platform=any", *(f"--platform={each}" for each in PLATFORMS)]
        subprocess.run([*command, "-d", downloads, package], check=True)
        unpack(next(Path(downloads).iterdir()), folder)


def score(labels: list[Label], folder: Path, *, project: bool, unknown: OnUnknown = "report") -> Score:
    """Judge the files of all labels; ``project``: with the other modules of a package in sight."""
    by_file: dict[Path, list[Label]] = defaultdict(list)
    for row in labels:
        by_file[folder / row.folder / row.path].append(row)
    resolvers: dict[str, Resolver] = {}
    counts: Counter[tuple[bool, bool]] = Counter()
    wrong = []
    for path, rows in sorted(by_file.items()):
        home = rows[0].folder
        resolver = resolvers.setdefault(home, Project([folder / home])) if project else OneFile()
        text = path.read_text(encoding="utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
        uses = {
            (u.span.line, u.span.column, u.span.end_line, u.span.end_column): u
            for u in data_findings(text, tree, str(path), resolver=resolver, unknown=unknown)
        }
        for row in rows:
            if row.label == "unsure":
                continue
            use = uses[row.place]
            is_tensor = row.label == "tensor"
            counts[is_tensor, use.reported] += 1
            if is_tensor != use.reported or use.verdict is Verdict.UNKNOWN:
                where = f"{row.folder}/{row.path}:{row.line}:{row.column}"
                wrong.append(
                    f"{row.label}: {use.verdict.value} ({use.judgement.rule}): {use.reason}\n    {where}"
                )
    return Score(
        counts[True, True], counts[False, True], counts[True, False], counts[False, False], tuple(wrong)
    )


def count(package: Path) -> Counter[Verdict]:
    """The answers for every site of a package, its other modules in sight."""
    resolver = Project([package])
    answers: Counter[Verdict] = Counter()
    for path in sorted(package.rglob("*.py")):
        text = path.read_bytes().decode("utf-8", "replace")
        if ".data" not in text and "detach_" not in text:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                tree = ast.parse(text)
            except (SyntaxError, ValueError):
                continue
        answers.update(use.verdict for use in data_findings(text, tree, str(path), resolver=resolver))
    return answers


def show_counts(folder: Path) -> None:
    """A row for each package, and one for all."""
    rows = {each.name: count(each) for each in sorted(folder.iterdir()) if each.is_dir()}
    rows[f"all {len(rows)}"] = sum(rows.values(), Counter())
    print("| package | sites | tensor | not | can't tell | share |\n|---|---|---|---|---|---|")
    for name, answers in rows.items():
        unknown, total = answers[Verdict.UNKNOWN], answers.total()
        tensor, other = answers[Verdict.TENSOR], answers[Verdict.NOT_TENSOR]
        print(f"| {name} | {total} | {tensor} | {other} | {unknown} | {unknown / max(total, 1):.3f} |")


def without_names(labels: list[Label], folder: Path) -> Score:
    """The score of the rules without those that know names."""
    kept = evidence_rules.RULES
    evidence_rules.RULES = tuple(rule for rule in kept if rule not in BY_NAME)
    try:
        return score(labels, folder, project=False)
    finally:
        evidence_rules.RULES = kept


def main() -> None:
    """Fetch if asked to, score, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--fetch", action="store_true")
    parser.add_argument("--count", action="store_true", help="count the answers over whole packages")
    parser.add_argument("--show", action="store_true", help="list what is wrong or can't be told")
    options = parser.parse_args()
    labels = read_labels(options.labels)
    if options.fetch:
        fetch(labels, options.folder)
    if options.count:
        show_counts(options.folder)
        return
    print(f"{len(labels)} sites of {len({row.folder for row in labels})} packages")
    for name, project in (("one file", False), ("project", True)):
        for unknown in ("report", "ignore"):
            found = score(labels, options.folder, project=project, unknown=unknown)
            print(f"{name:<9} unknown-data={unknown}  {found}")
            if options.show and unknown == "report":
                print("\n".join(found.wrong))
    print(f"one file  without weak names    {without_names(labels, options.folder)}")


if __name__ == "__main__":
    main()
