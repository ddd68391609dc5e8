# codes: DET1 DET3
from collections import defaultdict

import torch

a = torch.randn(3, requires_grad=True)
seen = defaultdict(list)
results = {"exp": a.exp(), "twice": a * 2}
for name, value in results.items():
    seen[name].append(value.detach())
seen["twice"][0].zero_()
seen["exp"][0].zero_()  # expect: DET102
(results["exp"] + results["twice"]).sum().backward()
