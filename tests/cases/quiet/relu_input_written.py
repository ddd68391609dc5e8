import torch

# relu keeps its result, not its input.
w = torch.tensor([0.5, -1.0], requires_grad=True)
h = w * 3
out = h.relu()
h.add_(1.0)
out.sum().backward()
