# codes: DET1 DET3
import torch


class Record(dict):
    def __getattr__(self, key):
        return self[key]

    def keep(self, **values):
        for key, value in values.items():
            self[key] = value.detach()
        return len(self)


a = torch.randn(3, requires_grad=True)
out = a.exp()
record = Record()
record.keep(out=out, plain=a * 2)
record["plain"].zero_()
for key in record:
    if key == "out":
        record.out.zero_()  # expect: DET102
out.sum().backward()
