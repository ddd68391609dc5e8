import torch

kept = torch.zeros(3, 2)
indexes = torch.cat([torch.tensor([1]), torch.tensor([2])])
for k in range(2):
    kept[indexes[k]][0] += 1.0
for i in indexes:
    kept[i].add_(1.0)
one = torch.tensor(1)
kept[one][0] = 5.0
kept[torch.argmax(kept[:, 0])].zero_()
kept[torch.tensor(True)][0] = 7.0  # expect: DET122
kept[indexes][0] = 7.0  # expect: DET122
kept[kept[:, 0] > 1][0] = 7.0  # expect: DET122
print(kept)
