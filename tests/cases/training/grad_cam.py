# codes: DET1 DET3
# tensors: cam h heat logits output weights x
import torch
import torch.nn as nn
import torch.nn.functional as F


class GradCAM:
    def __init__(self, model, layer):
        self.model, self.activations, self.gradients = model, None, None
        layer.register_forward_hook(self._forward)
        layer.register_full_backward_hook(self._backward)

    def _forward(self, module, args, output):
        self.activations = output

    def _backward(self, module, grad_in, grad_out):
        self.gradients = grad_out[0]

    def __call__(self, x, index=None):
        logits = self.model(x)
        if index is None:
            index = logits.argmax(dim=1)
        score = logits.gather(1, index[:, None]).sum()
        self.model.zero_grad()
        score.backward(retain_graph=True)
        weights = self.gradients.mean(dim=(2, 3), keepdim=True)
        cam = F.relu((weights * self.activations).sum(dim=1))
        cam = cam.detach()
        cam -= cam.min()
        cam /= cam.max() + 1e-8
        return cam, logits


class CNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 3, 3, padding=1)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(3, 2)

    def forward(self, x):
        h = self.conv(x).relu()
        return self.fc(self.pool(h).flatten(1))


torch.manual_seed(0)
model = CNN()
cam = GradCAM(model, model.conv)
for _ in range(2):
    heat, logits = cam(torch.rand(2, 1, 4, 4))
    total = logits.square().mean()
    total.backward()
