import torch
import torch.nn.functional as F

scores = torch.randn(2, 3, requires_grad=True)
log_probs = F.log_softmax(scores, dim=-1)
entropy_view = log_probs.data  # expect: DET201
entropy_view.exp_()  # expect: DET101
log_probs[:, 0].sum().backward()
