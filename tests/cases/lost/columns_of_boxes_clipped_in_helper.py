import torch


def clip_boxes(boxes, shape):
    boxes[:, [0, 2]].clamp_(0, shape[1])  # expect: DET122
    boxes[:, [1, 3]] = boxes[:, [1, 3]].clamp(0, shape[0])
    return boxes


with torch.no_grad():
    detected = torch.randn(5, 4) * 10
print(clip_boxes(detected, (8, 8)).max())
