# codes: DET1 DET3
import torch


class Settings(dict):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.__dict__ = self


a = torch.randn(3, requires_grad=True)
held = Settings(out=a.exp())
held.loss = held.out.sum()
held["out"].data.zero_()  # expect: DET101
held["loss"].backward()
