# codes: DET1 DET3
import copy
import operator

import torch


class Version:
    def __init__(self, number):
        self.number = number

    def __ge__(self, other):
        return self.number >= other.number


class Trainer:
    def __init__(self, model):
        self.model = model

    def train(self, train_data, device):
        model = self.model
        model.to(device)
        other = copy.deepcopy(model)
        for x in train_data:
            x = x.to(device)
            model.zero_grad()
            loss = model(x).sum()
            loss.backward()
            other.zero_grad()
            loss2 = other(x).sum()
            loss2.backward()


newer = operator.ge(Version(2), Version(1)) and operator.lt(1, len(torch.__version__))
# for PyTorch only
Trainer(torch.nn.Linear(2, 1)).train([torch.ones(3, 2), torch.ones(3, 2)], "cpu")
