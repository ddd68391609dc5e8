import torch


def largest(scores, table):
    _, best = torch.max(scores, dim=0)
    table[best].fill_(1.0)
    table[scores.argmin(0)].fill_(1.0)
    table[torch.multinomial(scores, 1).squeeze()].fill_(2.0)


def shown(table, place):
    place = place.clamp_(0, 1)
    table[place].fill_(4.0)


def rows(scores, table: torch.Tensor):
    table[torch.multinomial(scores, 1)].fill_(3.0)  # expect: DET122
    for place in torch.nonzero(scores > 0.5):
        table[place].fill_(3.0)  # expect: DET122
    table[(table[:, 0] > 0) & (table[:, 1] > 0)].fill_(3.0)  # expect: DET122
    table[[0]].fill_(3.0)  # expect: DET122
    worst = scores.min(dim=0)
    table[worst.indices, torch.arange(2)][scores[:2] > 0] -= 1.0  # expect: DET122


scores, table = torch.tensor([0.2, 0.6, 0.4]), torch.ones(3, 2)
largest(scores, table)
shown(table, torch.tensor(1))
rows(scores, table)
weights = torch.zeros(3)
_, i = torch.max(torch.tensor([1.0, 5.0, 2.0]), dim=0)
weights[i].fill_(7.0)
print(weights, table)
