"""The interpreter against Python itself."""

from __future__ import annotations
