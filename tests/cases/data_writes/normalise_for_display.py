import torch


def show(heatmap):
    heatmap -= heatmap.min()  # expect: DET101
    heatmap /= heatmap.max()  # expect: DET101
    return heatmap


a = torch.randn(4, requires_grad=True)
attention = a.softmax(0)
show(attention.data)  # expect: DET201
(attention * torch.arange(4.0)).sum().backward()
