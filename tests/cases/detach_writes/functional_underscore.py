import torch
import torch.nn.functional as F


def attend(scores):
    probabilities = scores.softmax(0)
    top = probabilities.detach()
    F.hardtanh_(top, 0.0, 0.01)  # expect: DET102
    return (probabilities * torch.arange(4.0)).sum()


scores = torch.randn(4, requires_grad=True)
loss = attend(scores)
loss.backward()
