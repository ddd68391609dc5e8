import torch


class Hinge(torch.autograd.Function):
    @staticmethod
    def forward(ctx, scores, targets):
        ctx.save_for_backward(scores, targets)
        return (1 - scores * targets).clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        scores, targets = ctx.saved_tensors
        grad_output.mul_(-targets).mul_(scores * targets < 1)  # expect: DET107
        return grad_output, None


scores = torch.tensor([0.5, -2.0, 3.0], requires_grad=True)
offsets = torch.zeros(3, requires_grad=True)
(Hinge.apply(scores, torch.tensor([1.0, -1.0, 1.0])) + offsets).mul(2.0).sum().backward()
