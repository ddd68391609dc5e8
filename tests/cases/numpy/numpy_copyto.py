import numpy as np
import torch


def attend(scores):
    probabilities = scores.softmax(0)
    top = probabilities.detach()
    np.copyto(top.numpy(), np.zeros(4, dtype=np.float32))  # expect: DET103
    return (probabilities * torch.arange(4.0)).sum()


scores = torch.randn(4, requires_grad=True)
loss = attend(scores)
loss.backward()
