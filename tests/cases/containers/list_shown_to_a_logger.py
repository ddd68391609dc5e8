import json
import logging

import torch

w = torch.randn(3, requires_grad=True)
losses = []
logging.info("%s", losses)
print(json.dumps(losses))
for _ in range(2):
    losses.append(w.exp().sum())
    logging.getLogger("t").info("%s", losses)
total = sum(loss * loss for loss in losses)
losses[0].data.zero_()  # expect: DET101
total.backward()
