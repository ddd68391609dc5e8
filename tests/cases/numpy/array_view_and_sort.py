import numpy as np
import torch

w = torch.tensor([0.3, -0.2, 0.9], requires_grad=True)
scores = w.sigmoid()
ranking = scores.detach().numpy()
ranking.sort()  # expect: DET103
(scores * torch.arange(3.0)).sum().backward()
