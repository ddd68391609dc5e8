# codes: DET1 DET3
# tensors: deg h msg out
import torch
import torch.nn as nn
import torch.nn.functional as F


class GCNLayer(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.lin = nn.Linear(i, o, bias=False)
        self.bias = nn.Parameter(torch.zeros(o))

    def forward(self, x, edge_index):
        row, col = edge_index
        deg = torch.zeros(x.size(0)).scatter_add_(0, row, torch.ones(row.size(0)))
        norm = deg.clamp(min=1).pow(-0.5)
        h = self.lin(x)
        msg = h[col] * (norm[row] * norm[col]).unsqueeze(1)
        out = torch.zeros_like(h)
        out.index_add_(0, row, msg)
        return out + self.bias


class GCN(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1, self.c2 = GCNLayer(4, 6), GCNLayer(6, 2)

    def forward(self, x, edge_index):
        h = self.c1(x, edge_index)
        h = F.relu(h)
        h = F.dropout(h, p=0.2, training=self.training)
        return F.log_softmax(self.c2(h, edge_index), dim=1)


torch.manual_seed(0)
x = torch.randn(5, 4)
edge_index = torch.tensor([[0, 1, 2, 3, 4], [1, 2, 3, 4, 0]])
y = torch.tensor([0, 1, 0, 1, 0])
train_mask = torch.tensor([True, True, True, False, False])
model = GCN()
opt = torch.optim.Adam(model.parameters(), lr=0.01, weight_decay=5e-4)
for epoch in range(2):
    model.train()
    opt.zero_grad()
    out = model(x, edge_index)
    loss = F.nll_loss(out[train_mask], y[train_mask])
    loss.backward()
    opt.step()
    model.eval()
    with torch.no_grad():
        pred = model(x, edge_index).argmax(dim=1)
        acc = (pred == y)[~train_mask].float().mean()
