import torch


class Named:
    def __init__(self, values: torch.Tensor) -> None:
        self._held = values

    def __mul__(self, other: "Named | torch.Tensor") -> "Named":
        return Named(self._held * getattr(other, "_held", other))


w = torch.randn(4, requires_grad=True)
(Named(torch.randn(4)) * w)._held.sum().backward()

y = torch.sigmoid(w)
z = getattr(y, "_held", y)
z.data.mul_(0.5)  # expect: DET101
y.sum().backward()
