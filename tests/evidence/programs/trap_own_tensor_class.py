"""A small autograd of one's own: a class that is called Tensor and is none of PyTorch's."""


class Tensor:
    def __init__(self, data, requires_grad=False):
        self.data = data  # not class
        self.grad = None
        self.requires_grad = requires_grad

    def __add__(self, other: "Tensor") -> "Tensor":
        return Tensor(self.data + other.data)  # not class; not class

    def backward(self):
        self.grad = 1.0


def step(t: Tensor):
    t.backward()
    t.data -= 0.1 * t.grad  # not class
    made = Tensor([1.0])
    return made.data  # not class
