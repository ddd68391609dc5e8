# codes: DET1 DET3
# tensors: output p s_logits soft student_logits t_logits target teacher_logits
import torch
import torch.nn as nn
import torch.nn.functional as F


def kd_loss(student_logits, teacher_logits, labels, T=2.0, alpha=0.7):
    soft = F.log_softmax(student_logits / T, dim=1)
    target = F.softmax(teacher_logits / T, dim=1)
    kd = F.kl_div(soft, target, reduction="batchmean") * (T * T)
    ce = F.cross_entropy(student_logits, labels)
    return alpha * kd + (1 - alpha) * ce


class Hook:
    def __init__(self, module):
        self.features = None
        self.handle = module.register_forward_hook(self.hook)

    def hook(self, module, inputs, output):
        self.features = output

    def close(self):
        self.handle.remove()


torch.manual_seed(0)
teacher = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3)).eval()
student = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 3))
for p in teacher.parameters():
    p.requires_grad = False
t_hook, s_hook = Hook(teacher[0]), Hook(student[0])
optimizer = torch.optim.SGD(student.parameters(), lr=0.1, momentum=0.9)
for _ in range(2):
    x, labels = torch.randn(6, 4), torch.randint(0, 3, (6,))
    with torch.no_grad():
        t_logits = teacher(x)
    s_logits = student(x)
    hint = F.mse_loss(s_hook.features, t_hook.features)
    loss = kd_loss(s_logits, t_logits, labels) + 0.1 * hint
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
t_hook.close()
s_hook.close()
