# codes: DET1 DET3
# tensors: context energy h hidden logits out outputs weights x
import random

import torch
import torch.nn as nn


class Encoder(nn.Module):
    def __init__(self, vocab, hid):
        super().__init__()
        self.emb = nn.Embedding(vocab, hid)
        self.gru = nn.GRU(hid, hid)

    def forward(self, src):
        outputs, hidden = self.gru(self.emb(src))
        return outputs, hidden


class Attention(nn.Module):
    def __init__(self, hid):
        super().__init__()
        self.w = nn.Linear(2 * hid, hid)
        self.v = nn.Linear(hid, 1, bias=False)

    def forward(self, hidden, outputs):
        h = hidden[-1].unsqueeze(0).expand_as(outputs)
        energy = torch.tanh(self.w(torch.cat((h, outputs), dim=2)))
        weights = self.v(energy).squeeze(2).softmax(dim=0)
        context = (weights.unsqueeze(2) * outputs).sum(0, keepdim=True)
        return context, weights


class Decoder(nn.Module):
    def __init__(self, vocab, hid):
        super().__init__()
        self.emb = nn.Embedding(vocab, hid)
        self.attn = Attention(hid)
        self.gru = nn.GRU(2 * hid, hid)
        self.out = nn.Linear(hid, vocab)

    def forward(self, token, hidden, outputs):
        context, weights = self.attn(hidden, outputs)
        x = torch.cat([self.emb(token).unsqueeze(0), context], dim=2)
        out, hidden = self.gru(x, hidden)
        return self.out(out.squeeze(0)), hidden, weights


random.seed(0)
torch.manual_seed(0)
V, H = 9, 6
encoder, decoder = Encoder(V, H), Decoder(V, H)
opt = torch.optim.Adam(list(encoder.parameters()) + list(decoder.parameters()))
criterion = nn.CrossEntropyLoss(ignore_index=0)
for step in range(2):
    src, trg = torch.randint(1, V, (5, 3)), torch.randint(1, V, (4, 3))
    outputs, hidden = encoder(src)
    token = trg[0]
    loss = 0
    alignments = []
    for t in range(1, 4):
        logits, hidden, weights = decoder(token, hidden, outputs)
        loss += criterion(logits, trg[t])
        alignments.append(weights.detach())
        teacher = random.random() < 0.5
        token = trg[t] if teacher else logits.argmax(1)
    opt.zero_grad()
    loss.backward()
    opt.step()
