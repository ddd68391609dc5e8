# codes: DET1
import torch

w = torch.ones(3, requires_grad=True)


def halved(k):
    w.data.mul_(0.5)  # expect: DET101
    return k


loss = w.pow(2).sum()
places = [1]
places[:] = (halved(k) for k in range(2))
loss.backward()
kept, other = w.sigmoid(), w.tanh()
results = [torch.ones(3), kept, torch.ones(3)]
results[1:2] = [torch.ones(3)]
results[1].zero_()
results[:1] = [other]
results[0].data.zero_()  # expect: DET101
(kept * other).sum().backward()
