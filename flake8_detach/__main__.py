"""``python -m flake8_detach`` is the command ``flake8-detach``."""

from __future__ import annotations

import sys

from flake8_detach.cli import main

if __name__ == "__main__":
    sys.exit(main())
