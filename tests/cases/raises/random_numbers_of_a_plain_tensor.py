import torch

plain = torch.rand(2, 2)
noise = torch.normal(plain, 1.0) + torch.normal(0.0, 1.0, (2, 2)) + torch.bernoulli(plain)
noise = noise * torch.unsafe_chunk(torch.Tensor(plain), 1)[0] + torch.einsum(plain, [0, 1])
noise.sum().backward()  # expect: DET301
