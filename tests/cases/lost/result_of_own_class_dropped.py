import torch


class State:
    def __init__(self):
        self.hidden = torch.zeros(2)

    def detach(self):
        self.hidden = self.hidden.detach()


def finish(state):
    state.detach()
    return state


print(finish(State()).hidden)
