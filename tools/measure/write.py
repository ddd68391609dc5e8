"""The generated file: JSON, one entry a line, sorted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def render(head: Mapping[str, Any], entries: Mapping[str, Any]) -> str:
    """The file's text."""
    lines = [
        f"{json.dumps(name)}: {json.dumps(value, separators=(', ', ':'), ensure_ascii=False)}"
        for name, value in head.items()
    ]
    lines += [
        f"{json.dumps(name)}: {json.dumps(entries[name], separators=(',', ':'), ensure_ascii=False)}"
        for name in sorted(entries)
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"
