# codes: DET1
import itertools

import torch


def check(out, alias):
    alias.data.zero_()  # expect: DET101
    out.sum().backward()


def result():
    return torch.ones(3, requires_grad=True).exp()


out = result()
check(out, next(itertools.repeat(out)))
out = result()
check(out, list(itertools.repeat(out, 2))[1])
out = result()
check(out, next(itertools.cycle([out])))
out = result()
check(out, list(itertools.dropwhile(lambda each: each is None, [None, out]))[0])
out = result()
check(out, list(itertools.compress([None, out], [0, 1]))[0])
out = result()
groups = [list(group) for _, group in itertools.groupby([out], key=lambda each: each.ndim)]
check(out, groups[0][0])
