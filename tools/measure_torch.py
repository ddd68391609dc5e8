"""Write the facts about the installed PyTorch: ``python tools/measure_torch.py [--notes | --compare] [FILE]``.

`--notes` lists what could not be measured. Without a file the one in the package is rewritten. Needs PyTorch with its wheel's operator tables, and
`expecttest`, which PyTorch's sample inputs import.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import torch  # noqa: E402
from measure import creation, declared, disagreements, distributions, effects, modules, tags  # noqa: E402
from measure.catalogue import Catalogue, Outcome  # noqa: E402
from measure.write import render  # noqa: E402


def measured() -> tuple[str, Outcome]:
    """The text of the file, and what there is to say about the measuring."""
    torch.set_num_threads(1)
    outcome = Catalogue().measure()
    found, missing = modules.entries()
    outcome.add(found, missing)
    outcome.add(creation.entries(), [])
    outcome.add(distributions.entries(), [])
    entries: dict[str, object] = {**outcome.entries, **effects.entries(), **tags.entries()}
    head = {"torch": torch.__version__.partition("+")[0]}
    return render(head, entries), outcome


def compare(entries: dict[str, Any]) -> None:
    """Print where the tables and the file say different things."""
    compared, found = disagreements.compare(declared.operations(), entries)
    print(f"{compared} forms compared, {len(found)} differences")
    for why, text in disagreements.WHY.items():
        mine = [d for d in found if d.why == why]
        if mine:
            print(f"\n{why}: {text}", *mine, sep="\n  ")
    news = [d for d in found if d.why is None]
    if news:
        sys.exit("\n  ".join(["not explained:", *map(str, news)]))


def main() -> None:
    version = torch.__version__.partition("+")[0]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "file", nargs="?", type=Path, default=ROOT / "flake8_detach" / "torch_facts" / f"torch-{version}.json"
    )
    parser.add_argument(
        "--notes", action="store_true", help="list what could not be measured, and what stays in doubt"
    )
    parser.add_argument(
        "--compare", action="store_true", help="only compare the file with what PyTorch's tables declare"
    )
    options = parser.parse_args()
    if options.compare:
        compare(json.loads(options.file.read_text(encoding="utf-8")))
        return
    started = time.perf_counter()
    text, outcome = measured()
    options.file.write_text(text, encoding="utf-8")
    if options.notes:
        print("not measured:", *outcome.unmeasured, "in doubt:", *outcome.doubts, sep="\n  ")
    print(
        f"{options.file}: {len(text) // 1000} kB, {len(outcome.entries)} entries, {time.perf_counter() - started:.0f} s"
    )


if __name__ == "__main__":
    main()
