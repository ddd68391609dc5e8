import asyncio

import torch


async def forever(asked):
    while True:
        await asked.get()


async def main():
    w = torch.randn(3, requires_grad=True)
    asked = asyncio.Queue()
    task = asyncio.create_task(forever(asked))
    y = w.exp()
    await asyncio.sleep(0)
    y.data.zero_()  # expect: DET101
    y.sum().backward()
    task.cancel()


asyncio.run(main())
