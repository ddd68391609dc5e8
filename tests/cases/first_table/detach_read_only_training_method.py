import torch


class Trainer:
    def __init__(self):
        self.a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)

    def training_step(self):
        out = self.a.sigmoid()
        c = out.detach()
        print(c)
        out.sum().backward()
        return self.a.grad


trainer = Trainer()
trainer.training_step()
