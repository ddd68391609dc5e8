import torch
from torch import nn
from torch.func import functional_call, stack_module_state, vmap

nets = [nn.Linear(3, 1) for _ in range(4)]
params, buffers = stack_module_state(nets)
base = nets[0]


def run(p, b, x):
    return functional_call(base, (p, b), (x,))


x = torch.randn(5, 3, requires_grad=True)
out = vmap(run, in_dims=(0, 0, None))(params, buffers, x)
loss = out.pow(2).mean()
params["weight"].data.zero_()  # expect: DET111
loss.backward()
