import numpy as np
import torch


def to_image(tensor):
    image = tensor.detach().cpu().numpy()
    image -= image.min()  # expect: DET103
    image /= image.max()  # expect: DET103
    return image


w = torch.randn(4, requires_grad=True)
spectrum = (w * 2.0).exp()
to_image(spectrum)
spectrum.sum().backward()
