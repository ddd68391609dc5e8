# codes: DET1
import asyncio
import contextlib
import weakref

import torch
from torch.utils._pytree import tree_flatten, tree_map


def check(out, alias):
    alias.data.zero_()  # expect: DET101
    out.sum().backward()


def result():
    return torch.ones(3, requires_grad=True).exp()


async def given(value):
    return value


def counted(value, left):
    return value if left == 0 else counted(value, left - 1)


out = result()
with contextlib.nullcontext(out) as alias:
    check(out, alias)
out = result()
check(out, contextlib.nullcontext(out).enter_result)
out = result()
reference = weakref.ref(out)
check(out, reference())
out = result()
check(out, asyncio.run(given(out)))
out = result()
check(out, counted(out, 5))
out = result()
check(out, tree_map(lambda leaf: leaf, {"a": [out, None]})["a"][0])
out = result()
leaves, form = tree_flatten({"a": [out], "b": (None,)})
check(out, leaves[0])
