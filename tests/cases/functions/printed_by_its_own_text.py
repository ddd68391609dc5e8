# codes: DET1
import torch


class Shown:
    def __init__(self, values: torch.Tensor) -> None:
        self.values = values

    def __repr__(self) -> str:
        self.values.data.div_(2)  # expect: DET101
        return f"at most {self.values.max():.1f}"


w = torch.randn(4, requires_grad=True)
shown = Shown(torch.exp(w))
loss = shown.values.sum()
print(shown)
loss.backward()
