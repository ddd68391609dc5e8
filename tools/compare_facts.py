"""What two measured PyTorch versions say differently: ``python tools/compare_facts.py OLD.json [NEW.json]``.

Both files are ``tools/measure_torch.py``'s. Without the second, the one in the package is taken.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "flake8_detach" / "torch_facts" / "torch-2.13.0.json"
FORM = ("call", "when", "declared", "doubts")
"""Parts of a row that say how an operation is called, not what it does."""


def behaviour(entry: Any) -> object:
    """What an entry says of saving, sharing, writing and gradients, whatever the parameters are."""
    if not isinstance(entry, list):
        return entry
    rows = [{k: v for k, v in row.items() if k not in FORM} for row in entry if not row.get("declared")]
    return sorted({json.dumps(row, sort_keys=True) for row in rows})


def print_differences(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Names that came and went, then what says something else."""
    both = [name for name in old if name in new and name != "torch"]
    gone, come = [n for n in old if n not in new], [n for n in new if n not in old]
    changed = [name for name in both if old[name] != new[name]]
    acts = [name for name in changed if behaviour(old[name]) != behaviour(new[name])]
    print(
        f"{old['torch']} has {len(old) - 1} entries, {new['torch']} has {len(new) - 1}; {len(both)} are in both"
    )
    print(f"{len(gone)} are gone: {' '.join(gone)}")
    print(f"{len(come)} are new: {' '.join(come)}")
    forms = [name for name in changed if name not in acts]
    print(f"{len(forms)} take other arguments: {' '.join(forms)}")
    print(f"{len(acts)} do something else:")
    for name in acts:
        for entries in (old, new):
            print(f"  {entries['torch']} {name}: {json.dumps(entries[name])}")


def main() -> None:
    """Read and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path, nargs="?", default=FILE)
    options = parser.parse_args()
    old, new = (json.loads(path.read_text(encoding="utf-8")) for path in (options.old, options.new))
    print_differences(old, new)


if __name__ == "__main__":
    main()
