# codes: DET1
import numpy as np
import torch

w = torch.arange(9.0).view(3, 3).requires_grad_()
y, z = w.sigmoid(), w.tanh()
scores = y.detach().numpy().sum(1)
y[np.random.randint(0, 1)].data.zero_()  # expect: DET101
y[scores.argmax()].data.zero_()  # expect: DET101
z[np.argmax(scores)].data.zero_()  # expect: DET101
y[np.random.choice(3, 2)].data.zero_()  # expect: DET122
y[np.random.permutation(3)].data.zero_()  # expect: DET122
y[np.array([0, 1])].data.zero_()  # expect: DET122
y[np.argsort(scores)].data.zero_()  # expect: DET122
y[np.where(scores > 0)[0]].data.zero_()  # expect: DET122
(y + z).sum().backward()
