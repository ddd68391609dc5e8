"""From the machine's reports to findings: which rule, where it is shown, and what it says.

`anchors` finds the text a finding is shown at, `codes` the rule, `findings` the message and the trace.
"""

from __future__ import annotations

from .aliases import aliases_of
from .findings import findings_of
from .receivers import known_receivers

__all__ = ["aliases_of", "findings_of", "known_receivers"]
