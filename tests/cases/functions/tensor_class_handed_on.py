import torch


class Quantity(torch.Tensor):
    def halve_(self) -> "Quantity":
        self.mul_(0.5)  # expect: DET102
        return self


w = torch.randn(3, requires_grad=True)
length = torch.exp(w).as_subclass(Quantity)
area = (length * 2).exp()
loss = area.as_subclass(torch.Tensor).sum()
area.detach().halve_()
loss.backward()
