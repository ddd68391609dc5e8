# codes: DET1 DET3
# tensors: advantages entropy logprobs loss old_logprobs probs ratios returns state_values surr1 surr2
import torch
import torch.nn as nn
from torch.distributions import Categorical


class ActorCritic(nn.Module):
    def __init__(self, obs=3, act=2):
        super().__init__()
        self.actor = nn.Sequential(nn.Linear(obs, 8), nn.Tanh(), nn.Linear(8, act), nn.Softmax(dim=-1))
        self.critic = nn.Sequential(nn.Linear(obs, 8), nn.Tanh(), nn.Linear(8, 1))

    def act(self, state):
        probs = self.actor(state)
        dist = Categorical(probs)
        action = dist.sample()
        return action.detach(), dist.log_prob(action).detach(), self.critic(state).detach()

    def evaluate(self, states, actions):
        probs = self.actor(states)
        dist = Categorical(probs)
        return dist.log_prob(actions), self.critic(states), dist.entropy()


class PPO:
    def __init__(self, lr=1e-3, clip=0.2, epochs=2):
        self.policy = ActorCritic()
        self.old = ActorCritic()
        self.old.load_state_dict(self.policy.state_dict())
        self.opt = torch.optim.Adam(self.policy.parameters(), lr=lr)
        self.clip, self.epochs = clip, epochs
        self.mse = nn.MSELoss()

    def update(self, states, actions, old_logprobs, rewards, values):
        returns = []
        running = 0.0
        for r in reversed(rewards):
            running = r + 0.9 * running
            returns.insert(0, running)
        returns = torch.tensor(returns)
        returns = (returns - returns.mean()) / (returns.std() + 1e-7)
        advantages = returns - values.squeeze(-1)
        for _ in range(self.epochs):
            logprobs, state_values, entropy = self.policy.evaluate(states, actions)
            state_values = state_values.squeeze(-1)
            ratios = torch.exp(logprobs - old_logprobs)
            surr1 = ratios * advantages
            surr2 = torch.clamp(ratios, 1 - self.clip, 1 + self.clip) * advantages
            loss = -torch.min(surr1, surr2) + 0.5 * self.mse(state_values, returns) - 0.01 * entropy
            self.opt.zero_grad()
            loss.mean().backward()
            self.opt.step()
        self.old.load_state_dict(self.policy.state_dict())


torch.manual_seed(0)
agent = PPO()
for episode in range(2):
    states, actions, logps, values, rewards = [], [], [], [], []
    state = torch.randn(3)
    for t in range(4):
        a, lp, v = agent.old.act(state)
        states.append(state)
        actions.append(a)
        logps.append(lp)
        values.append(v)
        rewards.append(float(t))
        state = torch.randn(3)
    agent.update(torch.stack(states), torch.stack(actions), torch.stack(logps), rewards, torch.stack(values))
