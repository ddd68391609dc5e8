# codes: DET1
import torch


class Decayed(torch.optim.SGD):
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                p.data.mul_(0.9)  # expect: DET101
        return super().step(closure)


w = torch.randn(3, requires_grad=True)
v = torch.randn(3, requires_grad=True)
optimizer = Decayed([w, v], lr=0.1)
loss = (w * v).sum()


def closure():
    loss.backward()
    return loss


optimizer.step(closure)
