"""Reinforcement learning: advantages, ratios, targets, replay."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import around, write_unrecorded


def actor_critic(draw: Draw) -> Sketch:
    """A2C: the advantage comes from the critic's values, detached or not, normalised in place or not."""
    advantage = draw.pick(
        (
            "returns - values.detach()",
            "returns - values",
            "(returns - values).detach()",
            "returns - values.data",
        )
    )
    normalise = draw.pick(
        (
            ["advantage -= advantage.mean()"],
            ["advantage = (advantage - advantage.mean()) / 2.0"],
            ["advantage.data.div_(2.0)"],
            ["advantage.detach().clamp_(-0.1, 0.1)"],
            ["with torch.no_grad():", "    advantage.mul_(0.5)"],
        )
    )
    policy = ["actor_loss = -(log_probs[:, 0] * advantage).mean()", "critic_loss = advantage.pow(2).mean()"]
    body = [
        "values = critic(states).squeeze(-1)",
        "log_probs = actor(states).log_softmax(-1)",
        f"advantage = {advantage}",
        *around(draw, normalise, policy, before=0.5),
        "loss = actor_loss + 0.5 * critic_loss",
        "optimizer.zero_grad()",
        "loss.backward()",
        "optimizer.step()",
    ]
    setup = [
        "actor = nn.Linear(3, 2)",
        "critic = nn.Linear(3, 1)",
        "optimizer = torch.optim.Adam([*actor.parameters(), *critic.parameters()])",
        "states = torch.randn(5, 3)",
        "returns = torch.randn(5)",
    ]
    return Sketch(body, setup)


def ppo_epochs(draw: Draw) -> Sketch:
    """Several epochs over one batch; what is computed once must not be a graph."""
    old = draw.pick(
        (
            "actor(states).log_softmax(-1).detach()",
            "actor(states).log_softmax(-1)",
            "actor(states).log_softmax(-1).data",
        )
    )
    edit = draw.pick((["ratio.data.clamp_(0.8, 1.2)"], ["clipped = ratio.clamp(0.8, 1.2)"], ["ratio.detach().clone().clamp_(0.8, 1.2)"],
                      ["old_log_probs.add_(0.1)"], ["with torch.no_grad():", "    ratio.clamp_(0.9, 1.0)"], ["new.detach().exp_()"]))  # fmt: skip
    epoch = [
        "new = actor(states).log_softmax(-1)",
        "ratio = (new - old_log_probs).exp()",
        *around(draw, edit, ["loss = -(ratio * advantage[:, None]).mean()"], before=0.3),
        "optimizer.zero_grad()",
        "loss.backward()",
        "optimizer.step()",
    ]
    body = [
        f"old_log_probs = {old}",
        f"for _ in range({draw.whole(1, 3)}):",
        *(f"    {line}" for line in epoch),
    ]
    setup = [
        "actor = nn.Linear(3, 2)",
        "optimizer = torch.optim.SGD(actor.parameters(), lr=0.1)",
        "states = torch.randn(5, 3)",
        "advantage = torch.randn(5)",
    ]
    return Sketch(body, setup)


def q_learning(draw: Draw) -> Sketch:
    """DQN: a target network, targets edited in place, and an update of the target network at some moment."""
    target = draw.pick(
        (
            ["with torch.no_grad():", "    best = target(states).max(1).values"],
            ["best = target(states).max(1).values.detach()"],
            ["best = target(states).max(1).values"],
            ["best = online(states).detach().max(1).values"],
            ["best = online(states).max(1).values.data"],
        )
    )
    done = draw.pick(
        (
            ["best[done] = 0.0"],
            ["best = best * (~done)"],
            ["best.data[done] = 0.0"],
            ["best.detach().masked_fill_(done, 0.0)"],
        )
    )
    sync = draw.pick(
        (
            ["target.load_state_dict(online.state_dict())"],
            [
                "for t, o in zip(target.parameters(), online.parameters()):",
                "    t.data.copy_(0.9 * t.data + 0.1 * o.data)",
            ],
            [
                "for t, o in zip(target.parameters(), online.parameters()):",
                "    t.data = 0.9 * t.data + 0.1 * o.data",
            ],
            [
                "with torch.no_grad():",
                "    for t, o in zip(target.parameters(), online.parameters()):",
                "        t.lerp_(o, 0.1)",
            ],
        )
    )
    loss = [
        "chosen = online(states)[:, 0]",
        "loss = F.smooth_l1_loss(chosen, rewards + 0.9 * best)",
        "optimizer.zero_grad()",
    ]
    body = [
        *target,
        *around(draw, done, loss, before=0.7),
        *around(draw, sync, ["loss.backward()", "optimizer.step()"], before=0.5),
    ]
    setup = [
        "online = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))",
        "target = copy.deepcopy(online)",
        "optimizer = torch.optim.Adam(online.parameters())",
        "states = torch.randn(5, 3)",
        "rewards = torch.randn(5)",
        "done = torch.tensor([True, False, False, True, False])",
    ]
    return Sketch(body, setup)


def reinforce_returns(draw: Draw) -> Sketch:
    """REINFORCE over a list of log-probabilities, with returns made in place."""
    kept = draw.pick(("log_prob", "log_prob", "log_prob.detach().clone().requires_grad_()"))
    edit = draw.pick(
        (
            ["returns -= returns.mean()", "returns /= returns.std() + 1e-6"],
            write_unrecorded(draw, "history[0]"),
            write_unrecorded(draw, "returns"),
        )
    )
    body = [
        "history, rewards = [], []",
        f"for _ in range({draw.whole(2, 3)}):",
        "    log_prob = policy(torch.randn(3)).log_softmax(-1)[:1]",
        f"    history.append({kept})",
        "    rewards.append(torch.rand(1))",
        "returns = torch.stack(rewards).cumsum(0)",
        *around(draw, edit, ["loss = -(torch.stack(history) * returns).sum()"], before=0.3),
        "optimizer.zero_grad()",
        "loss.backward()",
        "optimizer.step()",
    ]
    return Sketch(
        body, ["policy = nn.Linear(3, 2)", "optimizer = torch.optim.SGD(policy.parameters(), lr=0.1)"]
    )


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (actor_critic, ppo_epochs, q_learning, reinforce_returns)
