import os
import tempfile

import torch
import torch.distributed as dist
from torch import nn

store = dist.FileStore(os.path.join(tempfile.mkdtemp(), "store"), 1)
dist.init_process_group("gloo", store=store, rank=0, world_size=1)
features = nn.Linear(3, 4)(torch.randn(2, 3)).sigmoid()
gathered = [features.detach()]
dist.all_gather(gathered, torch.zeros(2, 4))  # expect: DET102
features.sum().backward()
dist.destroy_process_group()
