import io

import torch


def clip(boxes, height, width, place, table):
    boxes[:, [0, 2]].clamp_(min=0, max=width)  # expect: DET122
    places = [1, 3]
    boxes[:, places].data.clamp_(min=0, max=height)  # expect: DET122
    with torch.no_grad():
        boxes[place].mul_(1.0)
    part = boxes[[0, 1]]
    part.clamp_(max=1)
    table[["name"]].fill_(0)
    boxes.sum().backward()
    return part


class Table:
    def __getitem__(self, names):
        return torch.zeros(1)


file = io.BytesIO()
torch.save(torch.rand(3, 4, requires_grad=True), file)
file.seek(0)
clip(torch.load(file), 1.0, 1.0, 0, Table())
