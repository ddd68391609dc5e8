import torch


def saliency(model, image):
    probe = image.data.requires_grad_(True)  # expect: DET304
    model(probe).sum().backward()
    return image.grad


image = torch.randn(3, requires_grad=True)
print(saliency(torch.sigmoid, image))
