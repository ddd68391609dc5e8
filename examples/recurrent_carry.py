"""A recurrent network reads a long series in pieces, and carries its hidden state, with its graph, along."""

import torch
from torch import nn


def train(series, length=5, hidden_size=8):
    cell = nn.GRU(1, hidden_size)
    head = nn.Linear(hidden_size, 1)
    optimizer = torch.optim.Adam([*cell.parameters(), *head.parameters()], lr=0.01)
    hidden = torch.zeros(1, 1, hidden_size)
    for piece in series.split(length):
        out, hidden = cell(piece, hidden)
        loss = (head(out)[:-1] - piece[1:]).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    train(torch.linspace(0, 6, 60).sin().view(60, 1, 1))
