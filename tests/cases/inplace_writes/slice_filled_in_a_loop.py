import torch

theta = torch.randn(2, 2, requires_grad=True)
chain = torch.zeros(3, 2, 2)
chain[0] = torch.eye(2)
for joint in range(1, 3):
    chain[joint] = chain[joint - 1] @ theta  # expect: DET104
chain[-1].sum().backward()
