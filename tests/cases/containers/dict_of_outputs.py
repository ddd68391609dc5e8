import torch

a = torch.randn(3, requires_grad=True)
outputs = {"gate": a.sigmoid(), "value": a.tanh()}
shown = {name: out.detach() for name, out in outputs.items()}
shown["gate"].round_()  # expect: DET102
(outputs["gate"] * 2.0 + outputs["value"]).sum().backward()
