"""Frozen dataclasses that are quickly made, and quickly made anew with a change.

The analysis of a program makes little else. Python makes a frozen dataclass a third as fast as one that is not, since it
goes around its own guard at each field; and its ``replace`` asks for each field by name, to hand it to the constructor by
name: for the twenty fields of a tensor that takes ten times as long as copying them. So these are frozen for the type
checker, which sees Python's own, and not at run time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["dataclass", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:
    import dataclasses
    from operator import attrgetter

    def dataclass(*, frozen=False, slots=False):
        """``dataclasses.dataclass``, with ``__replace__``."""

        def make(cls):
            made = dataclasses.dataclass(slots=slots, unsafe_hash=frozen and "__hash__" not in vars(cls))(cls)
            names = [each.name for each in dataclasses.fields(made)]
            # of a single name, attrgetter gives no tuple
            made.__replace__ = _replace(attrgetter(*names)) if len(names) > 1 else dataclasses.replace
            return made

        return make

    def _replace(fields):
        def changed(self, /, **changes):
            new = self.__class__(*fields(self))
            for name, value in changes.items():
                setattr(new, name, value)
            return new

        return changed

    def replace(of, /, **changes):
        """``dataclasses.replace`` for what was made by `dataclass`."""
        return of.__replace__(**changes)
