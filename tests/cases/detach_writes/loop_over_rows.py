import torch


def attend(scores):
    probabilities = scores.softmax(0)
    top = probabilities.detach()
    for index in range(2):
        top.view(2, 2)[index].div_(2.0)  # expect: DET102
    return (probabilities * torch.arange(4.0)).sum()


scores = torch.randn(4, requires_grad=True)
loss = attend(scores)
loss.backward()
