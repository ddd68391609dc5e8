import copy
import heapq
import random
from collections import OrderedDict, deque

import torch


def picked(model, other):
    for each in random.sample(list(model.parameters()), 2):
        print(each.data)  # tensor parameters call
    print(random.choice(list(model.parameters())).data)  # tensor parameters call
    print(dict(model.named_parameters())["w"].data)  # tensor parameters call
    print(OrderedDict(other.named_parameters())["w"].data)  # tensor parameters call
    queue = deque(torch.ones(2) for _ in range(2))
    print(queue[0].data)  # tensor flow
    print(copy.copy(list(model.parameters()))[0].data)  # tensor parameters call
    print(random.choice(["a", "b"]).data)  # unknown none
    heap = [(1, torch.ones(2))]
    print(heapq.heappop(heap)[1].data)  # tensor flow
