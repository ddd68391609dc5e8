import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import torch
from torch.utils import _pytree as pytree

w = torch.randn(3, requires_grad=True)
states = []


def work():
    states.append(torch.tanh(w))


def work_on(into):
    into.append(torch.tanh(w))


thread = threading.Thread(target=work)
thread.start()
thread.join()
torch.stack(states).sum().backward()

futures = []
with ThreadPoolExecutor() as pool:
    pool.submit(work_on, futures)
torch.stack(futures).sum().backward()

leaves = []
pytree.tree_map_(lambda leaf: leaves.append(leaf), {"a": torch.tanh(w)})
torch.stack(leaves).sum().backward()


class Owner: ...


last = []
owner = Owner()
weakref.finalize(owner, last.append, torch.tanh(w))
del owner
torch.stack(last).sum().backward()
