import torch

theta = torch.randn(2, 2, requires_grad=True)
chain = [torch.eye(2)]
for _ in range(2):
    chain.append(chain[-1] @ theta)
torch.stack(chain)[-1].sum().backward()
