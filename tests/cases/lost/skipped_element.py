# codes: DET1
import torch

rows = [torch.ones(2) for _ in range(3)]
powers = map(torch.sigmoid, rows)
next(powers)  # what is passed over is no result that was meant to be kept
last = next(powers)
last.sigmoid()  # expect: DET124
torch.sigmoid(last)  # expect: DET124
