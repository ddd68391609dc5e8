# codes: DET1 DET3
# tensors: fake h label noise output real x
import torch
from torch import nn, optim


class Generator(nn.Module):
    def __init__(self, z=4, out=6):
        super().__init__()
        self.fc1 = nn.Linear(z, 8)
        self.bn = nn.BatchNorm1d(8)
        self.fc2 = nn.Linear(8, out)

    def forward(self, z):
        h = self.bn(self.fc1(z))
        h = torch.relu(h)
        return torch.tanh(self.fc2(h))


class Discriminator(nn.Module):
    def __init__(self, inp=6):
        super().__init__()
        self.main = nn.Sequential(nn.Linear(inp, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1), nn.Sigmoid())

    def forward(self, x):
        return self.main(x).view(-1)


torch.manual_seed(0)
netG, netD = Generator(), Discriminator()
criterion = nn.BCELoss()
optG = optim.Adam(netG.parameters(), lr=2e-4, betas=(0.5, 0.999))
optD = optim.Adam(netD.parameters(), lr=2e-4, betas=(0.5, 0.999))
real_label, fake_label = 1.0, 0.0
for epoch in range(2):
    real = torch.randn(5, 6)
    label = torch.full((5,), real_label)
    netD.zero_grad()
    output = netD(real)
    errD_real = criterion(output, label)
    errD_real.backward()
    D_x = output.mean().item()
    noise = torch.randn(5, 4)
    fake = netG(noise)
    label.fill_(fake_label)
    output = netD(fake.detach())
    errD_fake = criterion(output, label)
    errD_fake.backward()
    errD = errD_real + errD_fake
    optD.step()
    netG.zero_grad()
    label.fill_(real_label)
    output = netD(fake)
    errG = criterion(output, label)
    errG.backward()
    optG.step()
    print(epoch, errD.item(), errG.item(), D_x)
