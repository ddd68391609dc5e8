# codes: DET1 DET3
# tensors: h logits logp nll uniform
import torch
import torch.nn as nn


class LM(nn.Module):
    def __init__(self, vocab=9, d=8):
        super().__init__()
        self.emb = nn.Embedding(vocab, d, padding_idx=0)
        layer = nn.TransformerEncoderLayer(d, nhead=2, dim_feedforward=16, dropout=0.0, batch_first=True)
        self.enc = nn.TransformerEncoder(layer, num_layers=2)
        self.dec = nn.Linear(d, vocab)
        self.register_buffer("mask", torch.triu(torch.full((5, 5), float("-inf")), diagonal=1))

    def forward(self, x):
        h = self.emb(x) * 8**0.5
        h = self.enc(h, mask=self.mask)
        return self.dec(h)


def smooth(logits, target, eps=0.1):
    logp = logits.log_softmax(-1)
    nll = -logp.gather(-1, target.unsqueeze(-1)).squeeze(-1)
    uniform = -logp.mean(-1)
    pad = target.eq(0)
    nll = nll.masked_fill(pad, 0.0)
    uniform = uniform.masked_fill(pad, 0.0)
    return ((1 - eps) * nll + eps * uniform).sum() / (~pad).sum()


torch.manual_seed(0)
model = LM()
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1.0, (s + 1) / 10))
for step in range(2):
    tokens = torch.randint(0, 9, (2, 6))
    src, tgt = tokens[:, :-1], tokens[:, 1:]
    logits = model(src)
    loss = smooth(logits, tgt)
    opt.zero_grad()
    loss.backward()
    opt.step()
    sched.step()
