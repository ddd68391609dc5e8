"""The command ``flake8-detach``: a thin face over ``check_source``."""

from __future__ import annotations


def main(argv: list[str] | None = None) -> int:
    """Run the command with ``argv`` (default: that of the process); the result is its exit code."""
    from flake8_detach.cli.app import main as run_command
    from flake8_detach.collector import relax

    if argv is None:
        relax()  # the process is ours
    return run_command(argv)
