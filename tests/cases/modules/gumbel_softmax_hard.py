# codes: DET1 DET3
import torch
import torch.nn.functional as F

logits = torch.randn(5, 3, requires_grad=True)
hard = F.gumbel_softmax(logits, tau=0.5, hard=True)
hard.data.mul_(2)  # expect: DET121
soft = F.gumbel_softmax(logits, tau=0.5)
soft.data.mul_(2)  # expect: DET101
(hard.sum() + soft[:, 0].sum()).backward()
