import torch
from contextlib import ExitStack


class Frozen:
    def __enter__(self):
        self.before = torch.is_grad_enabled()
        torch.set_grad_enabled(False)
        return self

    def __exit__(self, *error):
        torch.set_grad_enabled(self.before)


weight = torch.randn(4, requires_grad=True)
with ExitStack() as stack:
    stack.enter_context(Frozen())
    kept = stack.pop_all()
weight.mul_(0.5)
kept.close()
out = weight.tanh()
out.data.zero_()  # expect: DET101
out.sum().backward()
