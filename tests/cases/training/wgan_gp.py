# codes: DET1 DET3
# tensors: alpha fake fake_score grads mixed norms real real_score samples scores
import torch
from torch import nn
from torch.autograd import grad

torch.manual_seed(1)


def gradient_penalty(critic, real, fake, weight=10.0):
    alpha = torch.rand(real.size(0), 1)
    mixed = (alpha * real + (1 - alpha) * fake).requires_grad_(True)
    scores = critic(mixed)
    grads = grad(outputs=scores, inputs=mixed, grad_outputs=torch.ones_like(scores), create_graph=True)[0]
    norms = grads.norm(2, dim=1)
    return weight * ((norms - 1) ** 2).mean()


critic = nn.Sequential(nn.Linear(4, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1))
generator = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 4))
opt_c = torch.optim.RMSprop(critic.parameters(), lr=5e-5)
opt_g = torch.optim.RMSprop(generator.parameters(), lr=5e-5)
for it in range(2):
    for _ in range(2):
        real = torch.randn(6, 4)
        fake = generator(torch.randn(6, 2)).detach()
        real_score = critic(real)
        fake_score = critic(fake)
        gp = gradient_penalty(critic, real, fake)
        c_loss = fake_score.mean() - real_score.mean() + gp
        opt_c.zero_grad()
        c_loss.backward()
        opt_c.step()
    samples = generator(torch.randn(6, 2))
    g_loss = -critic(samples).mean()
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()
