import torch

w = torch.randn(3, requires_grad=True)


def serve(ask):
    while True:
        x = ask()
        y = w.pow(2)
        w.data.mul_(0.5)  # expect: DET101
        (y.sum() * x).backward()


def train(ask):
    kept = torch.zeros(3)
    while 1:
        kept = kept + w.exp() * ask()
        kept.sum().backward()  # expect: DET305


# for PyTorch only
def asked(times):
    numbers = iter(range(times))
    return lambda: next(numbers)


try:
    serve(asked(2))
except StopIteration:
    pass
try:
    train(asked(2))
except RuntimeError:
    pass
