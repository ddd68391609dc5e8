# codes: DET1 DET3
# tensors: boxes feats img iou items p pbox pred ps pwh pxy x
import torch
import torch.nn as nn
import torch.nn.functional as F


class YoloHead(nn.Module):
    def __init__(self, channels=4, anchors=2, classes=3):
        super().__init__()
        self.conv = nn.Conv2d(channels, anchors * (5 + classes), 1)
        self.na, self.nc = anchors, classes
        self.grid = None

    def forward(self, x):
        b, _, h, w = x.shape
        p = self.conv(x).view(b, self.na, self.nc + 5, h, w).permute(0, 1, 3, 4, 2).contiguous()
        return p


def decode(p):
    y = p.clone()
    y[..., 0:2] = y[..., 0:2].sigmoid() * 2 - 0.5
    y[..., 2:4] = (y[..., 2:4].sigmoid() * 2) ** 2
    y[..., 4:] = y[..., 4:].sigmoid()
    return y


def compute_loss(p, targets):
    tobj = torch.zeros_like(p[..., 0])
    b, a, gj, gi, tbox, tcls = targets
    ps = p[b, a, gj, gi]
    pxy = ps[:, :2].sigmoid() * 2 - 0.5
    pwh = (ps[:, 2:4].sigmoid() * 2) ** 2
    pbox = torch.cat((pxy, pwh), 1)
    lbox = (pbox - tbox).abs().mean()
    iou = 1 - (pbox - tbox).abs().mean(1)
    tobj[b, a, gj, gi] = iou.detach().clamp(0)
    lcls = F.cross_entropy(ps[:, 5:], tcls)
    lobj = F.binary_cross_entropy_with_logits(p[..., 4], tobj)
    return lbox + lobj + lcls, torch.stack((lbox, lobj, lcls)).detach()


torch.manual_seed(0)
backbone = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.BatchNorm2d(4), nn.SiLU(inplace=True))
head = YoloHead()
opt = torch.optim.SGD([*backbone.parameters(), *head.parameters()], lr=0.01)
mloss = torch.zeros(3)
for i in range(2):
    img = torch.randn(2, 1, 4, 4)
    targets = (
        torch.tensor([0, 1]),
        torch.tensor([0, 1]),
        torch.tensor([1, 2]),
        torch.tensor([3, 0]),
        torch.rand(2, 4),
        torch.tensor([0, 2]),
    )
    feats = backbone(img)
    pred = head(feats)
    loss, items = compute_loss(pred, targets)
    boxes = decode(pred.detach())
    opt.zero_grad()
    loss.backward()
    opt.step()
    mloss = (mloss * i + items) / (i + 1)
