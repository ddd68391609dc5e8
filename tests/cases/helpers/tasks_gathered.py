# codes: DET1
import asyncio

import torch

w = torch.randn(3, requires_grad=True)


async def forward(k):
    return w.pow(2).sum() * k


async def main():
    first, second = await asyncio.gather(forward(1.0), forward(2.0))
    first.backward()
    w.data.mul_(0.5)  # expect: DET101
    second.backward()


asyncio.run(main())
