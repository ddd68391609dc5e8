import torch

policy = torch.randn(4, 2, requires_grad=True)
optimizer = torch.optim.Adam([policy], lr=0.1)
actions = torch.tensor([0, 1, 0, 1])
old = policy.log_softmax(1).gather(1, actions[:, None]).detach()
for _ in range(2):
    new = policy.log_softmax(1).gather(1, actions[:, None])
    loss = -(new - old).exp().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
