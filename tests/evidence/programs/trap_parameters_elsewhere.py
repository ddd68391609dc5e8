"""The parameters of another framework, in a file that does not name it."""


class Average:
    def __init__(self, model):
        self.model = model
        self.shadow = {}

    def apply(self):
        for name, param in self.model.named_parameters():
            if not param.stop_gradient:
                param.data = self.shadow[name]  # not use

    def apply_trainable(self):
        for name, param in self.model.named_parameters():
            if param.requires_grad:
                param.data = self.shadow[name]  # tensor parameters call

    def count(self):
        return sum(p.data.size for p in self.model.parameters())  # tensor parameters call
