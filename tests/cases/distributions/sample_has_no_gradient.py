import torch
from torch.distributions import Normal

mean = torch.zeros(3, requires_grad=True)
Normal(mean, 1.0).rsample().sum().backward()
Normal(mean, 1.0).sample().sum().backward()  # expect: DET301
