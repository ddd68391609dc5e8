"""What lists and sets that started empty hold."""

import torch


def parameters_of(optimizer):
    found = list()
    for entry in optimizer.state_dict()["state"].values():
        found.extend([t for t in entry.values() if isinstance(t, torch.Tensor)])
    return found


def update(optimizer, others, rate):
    for mine, other in zip(parameters_of(optimizer), others):
        mine.data = rate(mine.data, other)  # tensor isinstance; tensor isinstance


def inserted(pieces):
    front, kept = [], set()
    for piece in pieces:
        front.insert(0, torch.ones(2))
        kept.add(open(piece))
    return [x.data for x in front], [x.data for x in kept]  # tensor flow; not flow


def filled_elsewhere(fill, show):
    rows, shown = [], []
    fill(rows)
    fill(shown)
    for row in rows:
        show(row.data)  # unknown none
    for one in shown:
        one.data.copy_(1)  # tensor use
