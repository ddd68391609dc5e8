# codes: DET1
import collections

import torch


def check(out, alias):
    alias.data.zero_()  # expect: DET101
    out.sum().backward()


def result():
    return torch.ones(3, requires_grad=True).exp()


out = result()
check(out, {"a": out}.popitem()[1])
out = result()
check(out, collections.OrderedDict([("a", out), ("b", None)]).popitem(last=False)[1])
out = result()
check(out, dict.fromkeys(["a", "b"], out)["b"])
out = result()
check(out, collections.ChainMap({"a": out}, {"a": None})["a"])
out = result()
check(out, collections.UserDict({"a": out})["a"])
out = result()
check(out, collections.UserList([out])[0])
