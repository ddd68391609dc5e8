import torch

for mode in (True, False):

    @torch.inference_mode(mode)
    def square(x):
        return x * x

    x = torch.tensor(2.0, requires_grad=True)
    y = square(x)
    if not mode:
        y.backward()
