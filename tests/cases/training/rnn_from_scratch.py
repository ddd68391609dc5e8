# codes: DET1 DET3
# tensors: H W_hh W_hq W_xh b_h b_q inputs param s y_hat
import torch
from torch.nn import functional as F


def normal(shape):
    return torch.randn(size=shape) * 0.1


def get_params(vocab, hidden):
    W_xh, W_hh, b_h = normal((vocab, hidden)), normal((hidden, hidden)), torch.zeros(hidden)
    W_hq, b_q = normal((hidden, vocab)), torch.zeros(vocab)
    params = [W_xh, W_hh, b_h, W_hq, b_q]
    for param in params:
        param.requires_grad_(True)
    return params


def rnn(inputs, state, params):
    W_xh, W_hh, b_h, W_hq, b_q = params
    (H,) = state
    outputs = []
    for X in inputs:
        H = torch.tanh(torch.mm(X, W_xh) + torch.mm(H, W_hh) + b_h)
        Y = torch.mm(H, W_hq) + b_q
        outputs.append(Y)
    return torch.cat(outputs, dim=0), (H,)


torch.manual_seed(0)
vocab, hidden = 5, 4
params = get_params(vocab, hidden)
updater = torch.optim.SGD(params, 0.5)
state = None
for step in range(3):
    ids = torch.randint(0, vocab, (2, 4))
    X, Y = ids[:, :-1], ids[:, 1:]
    if state is None:
        state = (torch.zeros(2, hidden),)
    else:
        for s in state:
            s.detach_()
    y = Y.T.reshape(-1)
    y_hat, state = rnn(F.one_hot(X.T, vocab).float(), state, params)
    l = F.cross_entropy(y_hat, y.long()).mean()
    updater.zero_grad()
    l.backward()
    torch.nn.utils.clip_grad_norm_(params, 1)
    updater.step()
