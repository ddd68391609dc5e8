import torch
from torch import nn

policy = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
optimizer = torch.optim.Adam(policy.parameters())
log_probs = []
rewards = []


def choose(state):
    scores = policy(state).softmax(dim=-1)
    action = torch.multinomial(scores, 1)
    log_probs.append(scores[action].log())
    return action.item()


def finish():
    loss = torch.cat([-p * r for p, r in zip(log_probs, rewards)]).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    del rewards[:]
    del log_probs[:]


for episode in range(2):
    for step in range(3):
        rewards.append(float(choose(torch.randn(3))))
    if episode == 1:
        policy[2].weight.data.clamp_(max=0.1)  # expect: DET101
    finish()
