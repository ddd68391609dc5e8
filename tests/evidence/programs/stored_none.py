import torch


def clear(group, to_none):
    for p in group:
        if to_none:
            p.grad = None
        elif p.grad is not None:
            p.grad.detach_()  # tensor use
            print(p.grad)


def restore(checkpoint):
    best = None
    checkpoint.fill(best)
    return best.data  # not flow
