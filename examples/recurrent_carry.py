"""A recurrent network reads a long series in pieces, and carries its hidden state, with its graph, along."""

import torch
from torch import nn


class Recurrent(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.cell = nn.Linear(hidden_size + 1, hidden_size)
        self.head = nn.Linear(hidden_size, 1)

    def forward(self, x, hidden):
        hidden = torch.tanh(self.cell(torch.cat([x, hidden], dim=1)))
        return self.head(hidden), hidden


def train(pieces, hidden_size=8):
    model = Recurrent(hidden_size)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    hidden = torch.zeros(1, hidden_size)
    for piece in pieces:
        loss = torch.zeros(())
        for x, target in zip(piece, piece[1:]):
            out, hidden = model(x.view(1, 1), hidden)
            loss = loss + (out - target).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    train(torch.linspace(0, 6, 60).sin().split(6))
