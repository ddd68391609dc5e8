"""Write the facts about the installed PyTorch: ``python tools/measure_torch.py [FILE]``.

Without a file the one in the package is rewritten. Needs PyTorch with its wheel's operator tables, and
`expecttest`, which PyTorch's sample inputs import.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import torch  # noqa: E402
from measure.operations import Catalogue  # noqa: E402
from measure.write import render  # noqa: E402


def measured() -> str:
    """The text of the file."""
    torch.set_num_threads(1)
    outcome = Catalogue().all()
    head = {"torch": torch.__version__.partition("+")[0]}
    return render(head, outcome.entries)


def main() -> None:
    started = time.perf_counter()
    version = torch.__version__.partition("+")[0]
    target = (
        Path(sys.argv[1])
        if len(sys.argv) > 1
        else ROOT / "flake8_detach" / "torch_facts" / f"torch-{version}.json"
    )
    text = measured()
    target.write_text(text, encoding="utf-8")
    print(
        f"{target}: {len(text) // 1000} kB, {text.count(chr(10)) - 2} entries, {time.perf_counter() - started:.0f} s"
    )


if __name__ == "__main__":
    main()
