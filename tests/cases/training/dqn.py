# codes: DET1 DET3
# tensors: best chosen done wanted p q_values td_error
import copy
import random
from collections import deque, namedtuple

import torch
import torch.nn as nn
import torch.nn.functional as F

Transition = namedtuple("Transition", ["state", "action", "reward", "next_state", "done"])


class QNetwork(nn.Module):
    def __init__(self, obs_dim, n_actions, hidden=8):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(obs_dim, hidden), nn.ReLU(), nn.Linear(hidden, n_actions))

    def forward(self, x):
        return self.net(x)


class Agent:
    def __init__(self, obs_dim=3, n_actions=2, gamma=0.9, tau=0.05):
        self.q = QNetwork(obs_dim, n_actions)
        self.target = copy.deepcopy(self.q)
        for p in self.target.parameters():
            p.requires_grad = False
        self.memory = deque(maxlen=100)
        self.optimizer = torch.optim.Adam(self.q.parameters(), lr=1e-3)
        self.gamma, self.tau = gamma, tau

    def remember(self, *args):
        self.memory.append(Transition(*args))

    def sample(self, n):
        batch = Transition(*zip(*random.sample(self.memory, n)))
        return (
            torch.stack(batch.state),
            torch.tensor(batch.action),
            torch.tensor(batch.reward),
            torch.stack(batch.next_state),
            torch.tensor(batch.done, dtype=torch.float32),
        )

    def learn(self, n=4):
        state, action, reward, next_state, done = self.sample(n)
        q_values = self.q(state)
        chosen = q_values.gather(1, action.unsqueeze(1)).squeeze(1)
        with torch.no_grad():
            best = self.target(next_state).max(dim=1).values
            wanted = reward + self.gamma * best * (1 - done)
        td_error = wanted - chosen
        loss = td_error.pow(2).mean()
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.q.parameters(), 1.0)
        self.optimizer.step()
        self.soft_update()
        return loss.item()

    def soft_update(self):
        for t, p in zip(self.target.parameters(), self.q.parameters()):
            t.data.copy_(self.tau * p.data + (1.0 - self.tau) * t.data)


if __name__ == "__main__":
    random.seed(0)
    torch.manual_seed(0)
    agent = Agent()
    for i in range(8):
        agent.remember(torch.randn(3), i % 2, float(i), torch.randn(3), i == 7)
    for _ in range(2):
        print(agent.learn())
