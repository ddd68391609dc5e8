import json

import torch


class Response:
    def __init__(self, body):
        self.data = body


def fetch():
    return Response(b'{"lr": 0.1}')


response = fetch()
settings = json.loads(response.data.decode("utf-8"))
weight = torch.zeros(2, requires_grad=True)
optimizer = torch.optim.SGD([weight], lr=settings["lr"])
weight.sum().backward()
optimizer.step()
