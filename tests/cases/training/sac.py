# codes: DET1 DET3
# tensors: a a2 action backup log_alpha log_std logp mu p pi pre pt q_pi std
import copy

import torch
import torch.nn as nn
import torch.nn.functional as F


def mlp(*sizes):
    layers = []
    for i in range(len(sizes) - 1):
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        if i < len(sizes) - 2:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


torch.manual_seed(0)
obs_dim, act_dim = 3, 2
actor = mlp(obs_dim, 8, 2 * act_dim)
q1, q2 = mlp(obs_dim + act_dim, 8, 1), mlp(obs_dim + act_dim, 8, 1)
q1_t, q2_t = copy.deepcopy(q1), copy.deepcopy(q2)
log_alpha = torch.zeros(1, requires_grad=True)
actor_opt = torch.optim.Adam(actor.parameters(), lr=1e-3)
q_opt = torch.optim.Adam(list(q1.parameters()) + list(q2.parameters()), lr=1e-3)
alpha_opt = torch.optim.Adam([log_alpha], lr=1e-3)
target_entropy = -act_dim


def sample(obs):
    mu, log_std = actor(obs).chunk(2, dim=-1)
    log_std = log_std.clamp(-5, 2)
    std = log_std.exp()
    eps = torch.randn_like(mu)
    pre = mu + std * eps
    action = torch.tanh(pre)
    logp = (-0.5 * eps.pow(2) - log_std).sum(-1, keepdim=True)
    logp = logp - torch.log(1 - action.pow(2) + 1e-6).sum(-1, keepdim=True)
    return action, logp


for step in range(2):
    s, a = torch.randn(5, obs_dim), torch.rand(5, act_dim)
    r, s2 = torch.randn(5, 1), torch.randn(5, obs_dim)
    with torch.no_grad():
        a2, logp2 = sample(s2)
        q_in = torch.cat([s2, a2], -1)
        q_next = torch.min(q1_t(q_in), q2_t(q_in)) - log_alpha.exp() * logp2
        backup = r + 0.99 * q_next
    q1_loss = F.mse_loss(q1(torch.cat([s, a], -1)), backup)
    q2_loss = F.mse_loss(q2(torch.cat([s, a], -1)), backup)
    q_loss = q1_loss + q2_loss
    q_opt.zero_grad()
    q_loss.backward()
    q_opt.step()
    for p in list(q1.parameters()) + list(q2.parameters()):
        p.requires_grad = False
    pi, logp = sample(s)
    q_pi = torch.min(q1(torch.cat([s, pi], -1)), q2(torch.cat([s, pi], -1)))
    actor_loss = (log_alpha.exp().detach() * logp - q_pi).mean()
    actor_opt.zero_grad()
    actor_loss.backward()
    actor_opt.step()
    for p in list(q1.parameters()) + list(q2.parameters()):
        p.requires_grad = True
    alpha_loss = -(log_alpha * (logp + target_entropy).detach()).mean()
    alpha_opt.zero_grad()
    alpha_loss.backward()
    alpha_opt.step()
    with torch.no_grad():
        for net, tgt in ((q1, q1_t), (q2, q2_t)):
            for p, pt in zip(net.parameters(), tgt.parameters()):
                pt.data.mul_(0.995)
                pt.data.add_(0.005 * p.data)
