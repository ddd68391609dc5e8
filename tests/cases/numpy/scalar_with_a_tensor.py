import numpy as np
import torch

x = torch.ones(3, requires_grad=True)
y = (np.sqrt(2.0) * x - np.log(2 * np.pi)).sigmoid() ** np.float64(2)
y += np.mean([1.0, 2.0])
z = y.exp()
z.data.zero_()  # expect: DET101
z.sum().backward()
total = np.float64(0)
total += (x[x > np.mean([0.1, 0.2])] / np.ones(3)[0]).sum()
total.backward()
for weight in np.linspace(0, 1, 3):
    (weight * x.sum()).backward()
