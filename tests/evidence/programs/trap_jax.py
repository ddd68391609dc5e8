import jax
import jax.numpy as jnp


def step(state):
    g = jax.grad(lambda p: p.sum())(state.params)
    return jnp.sum(g.data)  # not framework
