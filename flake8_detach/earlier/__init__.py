"""What earlier runs found: where it is kept, in which form, and whether it still holds."""

from __future__ import annotations

ENVIRONMENT = "FLAKE8_DETACH_CACHE_DIR"
"""The environment variable that says where the cache is."""
