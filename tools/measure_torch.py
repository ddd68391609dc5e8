"""Write the facts about the installed PyTorch: ``python tools/measure_torch.py [--notes] [FILE]``.

`--notes` lists what could not be measured. Without a file the one in the package is rewritten. Needs PyTorch with its wheel's operator tables, and
`expecttest`, which PyTorch's sample inputs import.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import torch  # noqa: E402
from measure import creation, effects, modules  # noqa: E402
from measure.catalogue import Catalogue, Outcome  # noqa: E402
from measure.write import render  # noqa: E402


def measured() -> tuple[str, Outcome]:
    """The text of the file, and what there is to say about the measuring."""
    torch.set_num_threads(1)
    outcome = Catalogue().measure()
    found, missing = modules.entries()
    outcome.add(found, missing)
    outcome.add(creation.entries(), [])
    entries: dict[str, object] = {**outcome.entries, **effects.entries()}
    head = {"torch": torch.__version__.partition("+")[0]}
    return render(head, entries), outcome


def main() -> None:
    version = torch.__version__.partition("+")[0]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "file", nargs="?", type=Path, default=ROOT / "flake8_detach" / "torch_facts" / f"torch-{version}.json"
    )
    parser.add_argument("--notes", action="store_true", help="list what could not be measured, and what stays in doubt")
    options = parser.parse_args()
    started = time.perf_counter()
    text, outcome = measured()
    options.file.write_text(text, encoding="utf-8")
    if options.notes:
        print("not measured:", *outcome.unmeasured, "in doubt:", *outcome.doubts, sep="\n  ")
    print(f"{options.file}: {len(text) // 1000} kB, {len(outcome.entries)} entries, {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
