# codes: DET1 DET3
# tensors: shared x y_reg yr
from typing import NamedTuple

import torch
from torch import Tensor, nn


class Output(NamedTuple):
    cls: Tensor
    reg: Tensor
    shared: Tensor


class Multi(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(4, 6), nn.ELU())
        self.heads = nn.ModuleDict({"cls": nn.Linear(6, 3), "reg": nn.Linear(6, 1)})
        self.log_vars = nn.Parameter(torch.zeros(2))

    def forward(self, x: Tensor) -> Output:
        shared = self.trunk(x)
        return Output(self.heads["cls"](shared), self.heads["reg"](shared), shared)


def losses(out: Output, y_cls: Tensor, y_reg: Tensor) -> dict[str, Tensor]:
    return {
        "cls": nn.functional.cross_entropy(out.cls, y_cls),
        "reg": nn.functional.huber_loss(out.reg.squeeze(-1), y_reg),
    }


torch.manual_seed(0)
model = Multi()
opt = torch.optim.Adam(
    [
        {"params": model.trunk.parameters()},
        {"params": model.heads.parameters(), "lr": 1e-2},
        {"params": [model.log_vars]},
    ],
    lr=1e-3,
)
weights = {"cls": 1.0, "reg": 0.5}
for _ in range(2):
    x, yc, yr = torch.randn(5, 4), torch.randint(0, 3, (5,)), torch.randn(5)
    out = model(x)
    parts = losses(out, yc, yr)
    total = sum(torch.exp(-lv) * weights[k] * parts[k] + lv for lv, k in zip(model.log_vars, parts))
    opt.zero_grad()
    total.backward()
    opt.step()
    metrics = {k: v.item() for k, v in parts.items()}
