# codes: DET1 DET3
# tensors: logits mixed new param x
import torch
from torch import nn
import numpy as np
import torch.nn.functional as F


class EMA:
    def __init__(self, model, decay=0.9):
        self.model, self.decay = model, decay
        self.shadow, self.backup = {}, {}
        for name, param in self.model.named_parameters():
            if param.requires_grad:
                self.shadow[name] = param.data.clone()

    def update(self):
        for name, param in self.model.named_parameters():
            if param.requires_grad:
                new = (1.0 - self.decay) * param.data + self.decay * self.shadow[name]
                self.shadow[name] = new.clone()

    def apply_shadow(self):
        for name, param in self.model.named_parameters():
            if param.requires_grad:
                self.backup[name] = param.data
                param.data = self.shadow[name]

    def restore(self):
        for name, param in self.model.named_parameters():
            if param.requires_grad:
                param.data = self.backup[name]
        self.backup = {}


def mixup(x, y, lam):
    index = torch.randperm(x.size(0))
    mixed = lam * x + (1 - lam) * x[index]
    return mixed, y, y[index]


np.random.seed(0)
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 6), nn.LayerNorm(6), nn.Mish(), nn.Linear(6, 3))
ema = EMA(model)
opt = torch.optim.SGD(model.parameters(), lr=0.1, nesterov=True, momentum=0.9)
for epoch in range(2):
    x, y = torch.randn(6, 4), torch.randint(0, 3, (6,))
    lam = float(np.random.beta(1.0, 1.0))
    mixed, ya, yb = mixup(x, y, lam)
    logits = model(mixed)
    loss = lam * F.cross_entropy(logits, ya) + (1 - lam) * F.cross_entropy(logits, yb)
    opt.zero_grad()
    loss.backward()
    opt.step()
    ema.update()
    ema.apply_shadow()
    with torch.no_grad():
        val = F.cross_entropy(model(x), y)
    ema.restore()
