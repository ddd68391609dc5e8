import torch


class Normaliser:
    def __init__(self):
        self.out = torch.empty(3)

    def stream(self, source):
        for x in source:
            torch.sub(x, 0.5, out=self.out)  # expect: DET104
            yield self.out


def train(weight, batches):
    normaliser = Normaliser()
    stream = normaliser.stream(batches)
    losses = []
    for batch in stream:
        losses.append((weight * batch).sum())
    sum(losses).backward()


train(torch.randn(3, requires_grad=True), [torch.randn(3) for _ in range(3)])
