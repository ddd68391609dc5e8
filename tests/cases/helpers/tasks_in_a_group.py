# codes: DET1
import asyncio

import torch


async def squared(p):
    p.data.mul_(0.5)  # expect: DET101
    return p.pow(2)


async def main():
    w = torch.randn(3, requires_grad=True)
    loss = w.pow(2).sum()
    async with asyncio.TaskGroup() as group:
        group.create_task(squared(w))
        task = group.create_task(squared(w), name="second")
    loss.backward()

    y = task.result().exp()
    y.data.zero_()  # expect: DET101
    y.sum().backward()

    alone = asyncio.create_task(squared(w))
    y = (await alone).exp()
    y.data.zero_()  # expect: DET101
    y.sum().backward()

    first, second = await asyncio.gather(asyncio.ensure_future(squared(w)), squared(w))
    z = await asyncio.wait_for(asyncio.create_task(squared(w)), 1.0)
    z.data.zero_()  # expect: DET121
    first.data.zero_()  # expect: DET121
    second.exp_()
    (first + second + z).sum().backward()


asyncio.run(main())
