# codes: DET1 DET3
import torch
from torch import nn


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3)
        self.act = nn.Sigmoid()

    def forward(self, z):
        return self.act(self.fc(z))


generator = Generator()
for z in [torch.randn(2, 3) for _ in range(2)]:
    image = generator(z)
    image.data.clamp_(min=0.0, max=1.0)
    image.pow(2).mean().backward()
    p = torch.softmax(generator.fc(z), -1)
    p.data.clamp_min_(0)
    p.log().sum().backward()
