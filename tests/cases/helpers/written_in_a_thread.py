import threading
from concurrent.futures import ThreadPoolExecutor, as_completed

import torch


def halve(p):
    p.data.mul_(0.5)  # expect: DET101


class Worker(threading.Thread):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def run(self):
        self.p.data.mul_(0.5)  # expect: DET101


def scaled(x, by=1):
    y = x.exp()
    y.data.mul_(by)  # expect: DET101
    return y


def fails(x):
    raise ValueError(x)


a = torch.randn(3, requires_grad=True)
loss = a.pow(2).sum()
thread = threading.Thread(target=halve, args=(a,), daemon=True)
thread.start()
thread.join()
loss.backward()

loss = a.pow(2).sum()
worker = Worker(a)
worker.start()
worker.join()
loss.backward()

with torch.no_grad():
    pool = ThreadPoolExecutor(2)
    y = pool.submit(scaled, a, by=2).result()
y.sum().backward()

with ThreadPoolExecutor(2) as pool:
    ys = list(pool.map(torch.exp, [a, a]))
    ys[1].data.zero_()  # expect: DET101
torch.stack(ys).sum().backward()

with ThreadPoolExecutor(2) as pool:
    futures = [pool.submit(torch.exp, a) for _ in range(2)]
    total = sum(f.result().sum() for f in as_completed(futures))
    futures[0].result().data.zero_()  # expect: DET101
total.backward()

threading.Thread(target=fails, args=(a,)).start()
z = a.exp()
z.data.zero_()  # expect: DET101
z.sum().backward()
