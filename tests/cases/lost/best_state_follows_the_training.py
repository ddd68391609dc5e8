import torch
from torch import nn

model = nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
best, best_state = float("inf"), None
for _ in range(3):
    optimizer.zero_grad()
    loss = model(torch.randn(4, 2)).pow(2).mean()
    if loss.item() < best:
        best, best_state = loss.item(), model.state_dict()  # expect: DET123
    loss.backward()
    optimizer.step()
model.load_state_dict(best_state)
