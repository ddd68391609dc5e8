import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
opt = torch.optim.SGD(m.parameters(), lr=0.01)
scaler = torch.amp.GradScaler("cpu")
for i in range(3):
    opt.zero_grad()
    with torch.autocast("cpu"):
        l = m(torch.randn(2, 3)).pow(2).sum()
    scaler.scale(l).backward()
    scaler.step(opt)
    scaler.update()
