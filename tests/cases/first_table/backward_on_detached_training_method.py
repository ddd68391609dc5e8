import torch


class Trainer:
    def __init__(self):
        self.a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)

    def training_step(self):
        c = self.a.sigmoid().detach()
        c.sum().backward()  # expect: DET301
        return self.a.grad


trainer = Trainer()
trainer.training_step()
