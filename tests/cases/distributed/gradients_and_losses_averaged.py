import os
import tempfile

import torch
import torch.distributed as dist
from torch import nn

store = dist.FileStore(os.path.join(tempfile.mkdtemp(), "store"), 1)
dist.init_process_group("gloo", store=store, rank=0, world_size=1)
net = nn.Linear(3, 4)
with torch.no_grad():
    for p in net.parameters():
        dist.broadcast(p, 0)
features = net(torch.randn(2, 3)).sigmoid()
loss = features.mean()
shown = loss.detach().clone()
dist.all_reduce(shown)
rows = [torch.empty(2, 4) for _ in range(dist.get_world_size())]
dist.all_gather(rows, features.detach())
rows[0].zero_()
loss.backward()
for p in net.parameters():
    dist.all_reduce(p.grad)
    p.grad.div_(dist.get_world_size())
dist.destroy_process_group()
