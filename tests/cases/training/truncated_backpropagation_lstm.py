# codes: DET1 DET3
# tensors: e h logits out
import torch
import torch.nn as nn


class CharRNN(nn.Module):
    def __init__(self, vocab=7, hidden=6):
        super().__init__()
        self.embed = nn.Embedding(vocab, hidden)
        self.rnn = nn.LSTM(hidden, hidden, batch_first=True)
        self.head = nn.Linear(hidden, vocab)

    def forward(self, x, state=None):
        e = self.embed(x)
        out, state = self.rnn(e, state)
        return self.head(out), state


def repackage(h):
    if isinstance(h, torch.Tensor):
        return h.detach()
    return tuple(repackage(v) for v in h)


torch.manual_seed(0)
model = CharRNN()
opt = torch.optim.Adam(model.parameters())
criterion = nn.CrossEntropyLoss()
text = torch.randint(0, 7, (2, 13))
state = None
for i in range(0, 12, 4):
    x, y = text[:, i : i + 4], text[:, i + 1 : i + 5]
    if state is not None:
        state = repackage(state)
    logits, state = model(x, state)
    loss = criterion(logits.reshape(-1, 7), y.reshape(-1))
    opt.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_value_(model.parameters(), 0.5)
    opt.step()
