import torch


class Logarithms:
    """A transform of a data set: nobody differentiates what it gives."""

    def __call__(self, image: torch.Tensor) -> torch.Tensor:
        image = image.float().exp()
        image.div_(255.0)
        return image


print(Logarithms()(torch.ones(3)).shape)
