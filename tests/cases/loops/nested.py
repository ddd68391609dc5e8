import torch

w = torch.randn(3, requires_grad=True)
total = torch.zeros(())
for epoch in range(2):
    for batch in range(2):
        gate = (w * (batch + 1)).sigmoid()
        gate.data.round_()  # expect: DET101
        total = total + gate.sum()
total.backward()
