from torch import nn


class Style(nn.Module):
    pass


class Picture(nn.Module):
    pass


class Gan(nn.Module):
    def __init__(self):
        super().__init__()
        self.style, self.picture = Style(), Picture()
        self.old_style, self.old_picture = Style(), Picture()

    def average(self):
        def update(old, new):
            for q, p in zip(old.parameters(), new.parameters()):
                q.data = q.data * 0.9 + p.data  # tensor parameters call; tensor parameters call; tensor parameters call

        update(self.old_style, self.style)
        update(self.old_picture, self.picture)
