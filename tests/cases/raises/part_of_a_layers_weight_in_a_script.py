import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(20, 6)
        self.layers = nn.ModuleList([nn.Linear(6, 6) for _ in range(2)])

    def forward(self, ids):
        h = self.embed(ids)
        for layer in self.layers:
            h = torch.relu(layer(h))
        return h


model = Encoder()
old, new = model.embed.weight[3], model.embed.weight[7]
for layer, position in [[0, 3], [1, 5]]:
    model.layers[layer].weight[:, position] -= old  # expect: DET306
    model.layers[layer].weight[:, position] += new
print(model(torch.tensor([[3]])).norm())
