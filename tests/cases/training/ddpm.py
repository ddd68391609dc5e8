# codes: DET1 DET3
# tensors: a args eps pred
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def sinusoidal(t, dim):
    half = dim // 2
    freqs = torch.exp(-math.log(10000) * torch.arange(half) / half)
    args = t[:, None].float() * freqs[None]
    return torch.cat([torch.cos(args), torch.sin(args)], dim=-1)


class Denoiser(nn.Module):
    def __init__(self, dim=4, emb=8):
        super().__init__()
        self.emb = emb
        self.time = nn.Sequential(nn.Linear(emb, emb), nn.SiLU())
        self.inp = nn.Linear(dim, emb)
        self.out = nn.Linear(emb, dim)

    def forward(self, x, t):
        te = self.time(sinusoidal(t, self.emb))
        h = self.inp(x) + te
        h = F.silu(h)
        return self.out(h)


class Diffusion:
    def __init__(self, steps=10):
        self.betas = torch.linspace(1e-4, 0.02, steps)
        self.alphas = 1.0 - self.betas
        self.alpha_bar = torch.cumprod(self.alphas, dim=0)
        self.steps = steps

    def q_sample(self, x0, t, noise):
        a = self.alpha_bar[t].sqrt()[:, None]
        s = (1 - self.alpha_bar[t]).sqrt()[:, None]
        return a * x0 + s * noise

    def loss(self, model, x0):
        t = torch.randint(0, self.steps, (x0.shape[0],))
        noise = torch.randn_like(x0)
        xt = self.q_sample(x0, t, noise)
        pred = model(xt, t)
        return F.mse_loss(pred, noise)

    @torch.no_grad()
    def sample(self, model, shape):
        x = torch.randn(shape)
        for i in reversed(range(self.steps)):
            t = torch.full((shape[0],), i)
            eps = model(x, t)
            x -= self.betas[i] / (1 - self.alpha_bar[i]).sqrt() * eps
            x /= self.alphas[i].sqrt()
            if i > 0:
                x += self.betas[i].sqrt() * torch.randn_like(x)
        return x


def main():
    torch.manual_seed(0)
    model = Denoiser()
    ema = {k: v.clone() for k, v in model.state_dict().items()}
    diffusion = Diffusion()
    opt = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for step in range(3):
        x0 = torch.randn(5, 4)
        loss = diffusion.loss(model, x0)
        opt.zero_grad(set_to_none=True)
        loss.backward()
        opt.step()
        with torch.no_grad():
            for k, v in model.state_dict().items():
                ema[k].mul_(0.99).add_(v, alpha=0.01)
    print(diffusion.sample(model, (2, 4)).shape)


main()
