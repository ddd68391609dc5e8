"""Values: what worlds hold."""

from __future__ import annotations
