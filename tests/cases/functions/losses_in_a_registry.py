import torch

LOSSES = {}


def register(*names):
    def enter(function):
        for name in names:
            LOSSES[name] = function
        return function

    return enter


@register("square", "l2")
def square(prediction):
    shown = prediction.detach()
    loss = (prediction * prediction).sum()
    shown.mul_(2)  # expect: DET102
    return loss


@register("cube")
def cube(prediction):
    shown = prediction.detach().clone()
    loss = (prediction**3).sum()
    shown.mul_(2)
    return loss


weight = torch.randn(3, requires_grad=True)
LOSSES["cube"](weight.exp()).backward()
LOSSES["l2"](weight.exp()).backward()
