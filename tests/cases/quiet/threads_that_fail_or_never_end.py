import queue
import threading
from concurrent.futures import ThreadPoolExecutor

import torch


def fails(x):
    raise ValueError(x)


class Kept(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.asked = queue.Queue()

    def run(self):
        while True:
            x = self.asked.get()
            if x is None:
                break
            x.exp()


a = torch.randn(3, requires_grad=True)
kept = Kept()
y = a.exp()
try:
    ThreadPoolExecutor(2).submit(fails, a).result()
    y.mul_(2)
except ValueError:
    pass
y.sum().backward()

y = a.exp()
with ThreadPoolExecutor(2) as pool:
    doubled = pool.submit(torch.mul, y, 2).result()
    doubled.mul_(2)
y.sum().backward()
