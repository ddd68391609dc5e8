# codes: DET1
from torch import *
from torch.nn import *
from torch.optim import *

w = ones(3, requires_grad=True)
y = sigmoid(w)
y.data.zero_()  # expect: DET101
y.sum().backward()
net = Sequential(Linear(3, 3), Tanh(), Linear(3, 1))
optimizer = SGD(net.parameters(), lr=0.1)
net(ones(2, 3)).sum().backward()
loss = net(ones(2, 3)).sum()
optimizer.step()  # expect: DET105
loss.backward()
