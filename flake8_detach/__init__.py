"""flake8-detach: where PyTorch gradients will be silently wrong, and where ``backward()`` will raise.

The public interface is ``check_source(source, path, settings) -> list[Finding]``, with ``Settings`` and ``Finding``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flake8_detach.finding import Finding
from flake8_detach.settings import Settings

if TYPE_CHECKING:
    from flake8_detach.checker import check_source

__version__ = "0.1.0"
__all__ = ["Finding", "Settings", "__version__", "check_source"]


def __getattr__(name: str) -> object:
    """Import the checker, and with it the parser, only when it is asked for: flake8 imports this package on every run."""
    if name == "check_source":
        from flake8_detach.checker import check_source

        return check_source
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
