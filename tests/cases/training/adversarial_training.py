# codes: DET1 DET3
# tensors: adv eta g images logits ori outputs x x_adv
import torch
import torch.nn as nn
import torch.nn.functional as F


def pgd_attack(model, images, labels, eps=0.1, alpha=0.03, iters=3):
    ori = images.data
    images = images.clone().detach()
    for i in range(iters):
        images.requires_grad = True
        outputs = model(images)
        model.zero_grad()
        cost = F.cross_entropy(outputs, labels)
        cost.backward()
        adv = images + alpha * images.grad.sign()
        eta = torch.clamp(adv - ori, min=-eps, max=eps)
        images = torch.clamp(ori + eta, min=0, max=1).detach_()
    return images


def trades(model, x, y, optimizer, beta=6.0):
    model.eval()
    x_adv = x.detach() + 0.001 * torch.randn_like(x)
    for _ in range(2):
        x_adv.requires_grad_()
        with torch.enable_grad():
            loss_kl = F.kl_div(
                F.log_softmax(model(x_adv), dim=1), F.softmax(model(x), dim=1), reduction="sum"
            )
        g = torch.autograd.grad(loss_kl, [x_adv])[0]
        x_adv = x_adv.detach() + 0.01 * torch.sign(g.detach())
        x_adv = torch.min(torch.max(x_adv, x - 0.1), x + 0.1)
    model.train()
    optimizer.zero_grad()
    logits = model(x)
    natural = F.cross_entropy(logits, y)
    robust = F.kl_div(F.log_softmax(model(x_adv), dim=1), F.softmax(model(x), dim=1), reduction="batchmean")
    loss = natural + beta * robust
    return loss


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 3))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.rand(4, 5), torch.randint(0, 3, (4,))
x_pgd = pgd_attack(model, x, y)
for _ in range(2):
    loss = trades(model, x_pgd, y, optimizer)
    loss.backward()
    optimizer.step()
