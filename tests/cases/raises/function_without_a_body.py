import torch
import torch.nn.functional as F


def log(values):
    pass


class Quiet:
    def weight(self, values):
        """None is what this one gives."""


values = torch.ones(3)
if log(values) is None and Quiet().weight(values) is None:
    F.mse_loss(values, torch.zeros(3)).backward()  # expect: DET301
