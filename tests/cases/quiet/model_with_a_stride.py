import torch
from torch import nn


def export(model, size=8):
    image = torch.zeros(1, 3, size - size % int(max(model.stride)))
    for parameter in model.parameters():
        parameter.requires_grad = False
    model.eval()
    model.float()
    return model(image)


# for PyTorch only
strided = nn.Conv1d(3, 2, 2, stride=2).double()
export(strided)
