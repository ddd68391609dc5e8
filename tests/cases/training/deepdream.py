# codes: DET1 DET3
# tensors: act1 act3 g image out
import torch
import torch.nn as nn

torch.manual_seed(0)
features = {}


def save(name):
    def hook(module, inp, out):
        features[name] = out

    return hook


net = nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.ReLU(), nn.Conv2d(3, 2, 3, padding=1), nn.Sigmoid())
handles = [net[i].register_forward_hook(save(f"layer{i}")) for i in (1, 3)]
image = torch.rand(1, 1, 4, 4, requires_grad=True)
lr = 0.1
for i in range(3):
    net(image)
    act1, act3 = features["layer1"], features["layer3"]
    score = act1.norm() + act3.mean()
    score.backward()
    g = image.grad
    image.data += lr * g / (g.abs().mean() + 1e-8)
    image.grad.zero_()
    image.data.clamp_(0, 1)
for h in handles:
    h.remove()
