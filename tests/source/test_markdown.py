"""Markdown: which blocks are Python, and where they are."""

from __future__ import annotations

import pytest

from flake8_detach.finding import Span
from flake8_detach.source.markdown import fenced_blocks, replaced

TEXT = """\
# Title

```python
a = 1
  b
```

1. item

   ~~~~py title="x"
   c = 2
   ~~~
   d
   ~~~~

> ```Python
> quoted
> ```

```sh
python x.py
```

```
no = 1
```
"""


def test_blocks() -> None:
    blocks = list(fenced_blocks(TEXT))
    assert [(block.text, block.line) for block in blocks] == [
        ("a = 1\n  b\n", 3),
        ("c = 2\n~~~\nd\n", 10),
        ("quoted\n", 16),
    ]
    assert blocks[0].place(Span(2, 3, 2, 4)) == Span(5, 3, 5, 4)
    assert blocks[1].place(Span(1, 1, 3, 2)) == Span(11, 4, 13, 5)


@pytest.mark.parametrize("end", ["", "```", "````\n", "  ```\n", "\n"])
def test_the_end(end: str) -> None:
    (block,) = fenced_blocks(f"```py\r\nx\r\n{end}")
    assert block.text.rstrip("\r\n") == "x"


def test_a_block_is_replaced_and_the_rest_stays() -> None:
    block = list(fenced_blocks(TEXT))[1]
    assert replaced(TEXT, block, "c = 3\n\nif c:\n    d\n") == TEXT.replace(
        "   c = 2\n   ~~~\n   d\n", "   c = 3\n\n   if c:\n       d\n"
    )
    assert replaced(TEXT, block, block.text) == TEXT
