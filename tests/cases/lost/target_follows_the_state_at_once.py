import torch
from torch import nn

model, target = nn.Linear(2, 1), nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
target.load_state_dict(model.state_dict())
kept = {name: value.clone() for name, value in model.state_dict().items()}
model(torch.ones(1, 2)).sum().backward()
optimizer.step()
target.load_state_dict(model.state_dict())
model.load_state_dict(kept)
