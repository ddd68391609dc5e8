import torch


def optimise(loss, parameter):
    loss.backward()
    with torch.no_grad():
        parameter -= 0.1 * parameter.grad


a = torch.randn(3, requires_grad=True)
out = a.exp()
loss = out.sum()
out.data.zero_()  # expect: DET101
optimise(loss, a)
