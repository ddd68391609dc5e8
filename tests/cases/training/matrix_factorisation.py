# codes: DET1 DET3
# tensors: diff neg_score p pos_score q r
import torch
from torch import nn


class MF(nn.Module):
    def __init__(self, users, items, k=3):
        super().__init__()
        self.user = nn.Embedding(users, k, max_norm=1.0)
        self.item = nn.Embedding(items, k)
        self.bias = nn.Embedding(items, 1)
        nn.init.normal_(self.user.weight, 0, 0.1)
        nn.init.xavier_uniform_(self.item.weight)
        nn.init.zeros_(self.bias.weight)

    def forward(self, u, i):
        p = self.user(u)
        q = self.item(i)
        return (p * q).sum(1) + self.bias(i).squeeze(1)


torch.manual_seed(0)
model = MF(5, 6)
opt = torch.optim.SparseAdam(model.parameters()) if False else torch.optim.Adam(model.parameters())
for epoch in range(2):
    u, i, r = torch.randint(0, 5, (4,)), torch.randint(0, 6, (4,)), torch.rand(4)
    neg = torch.randint(0, 6, (4,))
    pos_score = model(u, i)
    neg_score = model(u, neg)
    diff = pos_score - neg_score
    bpr = -nn.functional.logsigmoid(diff).mean()
    mse = (torch.sigmoid(pos_score) - r).pow(2).mean()
    loss = bpr + mse
    opt.zero_grad()
    loss.backward()
    opt.step()
