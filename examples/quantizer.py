"""Two right uses of ``detach()``: a straight-through estimator, and an input of its own for an adversarial step."""

import torch
from torch import nn


class Quantizer(nn.Module):
    def __init__(self, codes=8, size=4):
        super().__init__()
        self.codebook = nn.Parameter(torch.randn(codes, size))

    def forward(self, z):
        nearest = torch.cdist(z, self.codebook).argmin(dim=1)
        q = self.codebook[nearest]
        commitment = (q - z.detach()).pow(2).mean() + 0.25 * (q.detach() - z).pow(2).mean()
        return z + (q - z).detach(), commitment


def adversarial(model, inputs, targets, size=0.1):
    attacked = inputs.detach().clone().requires_grad_()
    (model(attacked) - targets).pow(2).mean().backward()
    with torch.no_grad():
        attacked += size * attacked.grad.sign()
    return attacked.detach()


def train(batches):
    encoder, quantizer, decoder = nn.Linear(6, 4), Quantizer(), nn.Linear(4, 6)
    modules = nn.ModuleList([encoder, quantizer, decoder])
    optimizer = torch.optim.Adam(modules.parameters(), lr=0.01)
    for inputs in batches:
        attacked = adversarial(lambda x: decoder(encoder(x)), inputs, inputs)
        optimizer.zero_grad()
        code, commitment = quantizer(encoder(attacked))
        loss = (decoder(code) - inputs).pow(2).mean() + commitment
        loss.backward()
        optimizer.step()
    return loss.item()


if __name__ == "__main__":
    torch.manual_seed(0)
    print(f"loss {train([torch.randn(16, 6) for _ in range(20)]):.3f}")
