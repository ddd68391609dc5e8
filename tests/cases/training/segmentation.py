# codes: DET1 DET3
# tensors: alpha_t ce confusion d image inter logits m p p_t probs score u weight
import torch
import torch.nn as nn
import torch.nn.functional as F


class FocalLoss(nn.Module):
    def __init__(self, gamma=2.0, alpha=0.25):
        super().__init__()
        self.gamma, self.alpha = gamma, alpha

    def forward(self, logits, targets):
        p = torch.sigmoid(logits)
        ce = F.binary_cross_entropy_with_logits(logits, targets, reduction="none")
        p_t = p * targets + (1 - p) * (1 - targets)
        weight = (1 - p_t) ** self.gamma
        alpha_t = self.alpha * targets + (1 - self.alpha) * (1 - targets)
        loss = alpha_t * weight * ce
        return loss.mean()


class DiceLoss(nn.Module):
    def forward(self, logits, targets, smooth=1.0):
        probs = logits.sigmoid().flatten(1)
        targets = targets.flatten(1)
        inter = (probs * targets).sum(1)
        score = (2.0 * inter + smooth) / (probs.sum(1) + targets.sum(1) + smooth)
        return 1 - score.mean()


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(1, 4, 3, padding=1)
        self.mid = nn.Conv2d(4, 4, 3, padding=1)
        self.up = nn.ConvTranspose2d(4, 4, 2, stride=2)
        self.out = nn.Conv2d(8, 1, 1)

    def forward(self, x):
        d = F.relu(self.down(x), inplace=True)
        m = F.relu(self.mid(F.max_pool2d(d, 2)))
        u = self.up(m)
        return self.out(torch.cat([d, u], 1))


torch.manual_seed(0)
net = UNet()
focal, dice = FocalLoss(), DiceLoss()
opt = torch.optim.Adam(net.parameters())
confusion = torch.zeros(2, 2)
for _ in range(2):
    image = torch.rand(2, 1, 4, 4)
    mask = (image > 0.5).float()
    logits = net(image)
    loss = focal(logits, mask) + dice(logits, mask)
    opt.zero_grad()
    loss.backward()
    opt.step()
    with torch.no_grad():
        hard = (logits > 0).long()
        for t in range(2):
            for p in range(2):
                confusion[t, p] += ((mask == t) & (hard == p)).sum()
