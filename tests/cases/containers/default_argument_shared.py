import torch


def collect(value, bucket=[]):
    bucket.append(value)
    return bucket


a = torch.randn(3, requires_grad=True)
collect(a.exp())
bucket = collect(a.tanh())
bucket[1].detach().zero_()  # expect: DET102
sum(bucket).sum().backward()
