"""Tests of a class by its name, and what other libraries store on tensors."""

import torch
from loaders import make


class Runner:
    def __init__(self, source, layer):
        self.source = source
        self.layer = layer

    def run(self):
        if self.source.__class__.__name__ == "BatchEncoding":
            return [self.source.data]  # not class-name
        if type(self.source).__name__ in ("Batch", "Row"):
            return self.source.data  # not class-name
        if type(self.layer).__name__ == "Params4bit":
            return self.layer.data  # unknown none
        return self.source.data  # unknown none


def quantize(model):
    for name, p in model.named_parameters():
        if p.__class__.__name__ == "Params4bit":
            p.data = p.data.to(torch.bfloat16)  # tensor parameters call; tensor parameters call


def gradients(net: torch.nn.Module):
    return torch.cat([p.grad_batch.data.flatten(1) for p in net.parameters()])  # tensor hung-on-tensor


def test_back_is_the_same(workers):
    sent = torch.nn.Parameter(torch.zeros(2)).send(workers)
    param = torch.nn.Parameter(torch.zeros(2))
    back = make(sent)
    assert back.id == param.id
    assert (back.data == param).all()  # unknown none


def test_message(workers):
    reply = make(workers)
    assert reply.id == workers.id
    assert (reply.data == workers).all()  # not use
