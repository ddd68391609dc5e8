# codes: DET1 DET3
# tensors: out p x
import torch
from torch import nn


class Masked:
    def __init__(self, model, sparsity=0.5):
        self.masks = {}
        for name, p in model.named_parameters():
            if p.dim() > 1:
                threshold = p.detach().abs().flatten().kthvalue(int(p.numel() * sparsity)).values
                self.masks[name] = (p.detach().abs() > threshold).float()

    def apply(self, model):
        with torch.no_grad():
            for name, p in model.named_parameters():
                if name in self.masks:
                    p.mul_(self.masks[name])

    def apply_grads(self, model):
        for name, p in model.named_parameters():
            if name in self.masks and p.grad is not None:
                p.grad.data.mul_(self.masks[name])


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 1))
masks = Masked(model)
masks.apply(model)
opt = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(2):
    x = torch.randn(5, 4)
    out = model(x)
    loss = out.pow(2).mean()
    opt.zero_grad()
    loss.backward()
    masks.apply_grads(model)
    opt.step()
    masks.apply(model)
