import torch


class Statistics:
    def save_input(self, module, given):
        self.inputs[module] = given[0].data  # tensor protocol

    def save_gradient(self, module, grad_input, grad_output):
        self.gradients[module] = grad_output[0].data  # tensor protocol

    def watch(self, layers):
        for layer in layers:
            layer.register_forward_pre_hook(self.save_input)
            layer.register_full_backward_hook(self.save_gradient)


def collect(layers, sinks):
    def add_to(name):
        def hook(_, given, out):
            sinks[name].add(given[0].data, out.data)  # tensor protocol; tensor protocol

        return hook

    for name, layer in layers.items():
        layer.register_forward_hook(add_to(name))


def unrelated(_, taken, result):
    return taken[0].data, result.data  # unknown none; unknown none
