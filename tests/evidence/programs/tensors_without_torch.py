"""Gets tensors and never imports torch."""


def step(parameters, lr):
    for p in parameters:
        if p.grad is None:
            continue
        p.data.add_(p.grad.data, alpha=-lr)  # tensor use; tensor use


def report(loss):
    loss.backward()
    return loss.data  # tensor use


def initialise(model):
    for name, p in model.named_parameters():
        p.data.zero_()  # tensor parameters call
