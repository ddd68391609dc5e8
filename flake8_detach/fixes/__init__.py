"""Repairs: from findings to edits on the text.

`suggest` gives findings their `Fix`; `repairs` holds one file for each kind of use, and `blocks` brings writes under
``torch.no_grad()``. `edits` applies changes to a text, `loop` applies fixes, checks the result and goes round, `files`
puts a text in the place of a file.

A fix is safe if what a right program computes stays bit for bit the same. See `repairs.model.Case` for what shows that.
"""

from __future__ import annotations
