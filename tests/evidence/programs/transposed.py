import torch


def rows_and_columns(model, batches):
    pairs = [(p, p.grad) for p in model.parameters()]
    params, grads = zip(*pairs)
    for grad in grads:
        print(grad.data)  # tensor parameters call
    for p, g in zip(*[params, grads]):
        print(p.data, g.data)  # tensor parameters call; tensor parameters call
    ps, gs = map(list, zip(*pairs))
    print(ps[0].data, gs[0].data)  # tensor parameters call; tensor parameters call
    images, names = list(zip(*[(torch.ones(2), "name") for _ in batches]))
    for image in images:
        print(image.data)  # tensor flow


def _norm(gradients):
    for each in gradients:
        print(float(each.data.norm() ** 2))  # tensor result-use


class Wrapped(Optimizer):
    def apply(self, pairs):
        grads, variables = list(zip(*pairs))
        _norm(grads)
        self._optimizer.apply(zip(grads, variables))
