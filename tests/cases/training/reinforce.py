# codes: DET1 DET3
# tensors: baseline logits probs returns state
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
policy = nn.Sequential(nn.Linear(3, 6), nn.ReLU(), nn.Linear(6, 2))
baseline = torch.zeros(1)
optimizer = torch.optim.Adam(policy.parameters(), lr=1e-2)
saved_log_probs = []
rewards = []


def select_action(state):
    logits = policy(state.unsqueeze(0))
    probs = F.softmax(logits, dim=1)
    action = torch.multinomial(probs, 1)
    log_prob = torch.log(probs.gather(1, action)).squeeze()
    saved_log_probs.append(log_prob)
    return action.item()


def finish_episode():
    global baseline
    R = 0
    returns = []
    for r in rewards[::-1]:
        R = r + 0.99 * R
        returns.insert(0, R)
    returns = torch.tensor(returns)
    returns -= returns.mean()
    returns /= returns.std() + 1e-8
    policy_loss = []
    for log_prob, ret in zip(saved_log_probs, returns):
        policy_loss.append(-log_prob * (ret - baseline))
    optimizer.zero_grad()
    loss = torch.cat(policy_loss).sum()
    loss.backward()
    optimizer.step()
    baseline = 0.9 * baseline + 0.1 * returns.mean()
    del rewards[:]
    del saved_log_probs[:]


for episode in range(2):
    state = torch.randn(3)
    for t in range(4):
        action = select_action(state)
        rewards.append(1.0 if action == 0 else -0.5)
        state = torch.randn(3)
    finish_episode()
