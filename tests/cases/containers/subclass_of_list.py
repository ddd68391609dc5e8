# codes: DET1 DET3
import torch


class Trace(list):
    def push(self, value):
        self.append(value)
        return self


a = torch.randn(3, requires_grad=True)
out = a.exp()
trace = Trace().push(out.detach()).push((a * 2).detach())
trace[1].zero_()
trace[0].zero_()  # expect: DET102
out.sum().backward()
