import torch


def postprocess(out, how):
    match how:
        case "round":
            out.data.round_()  # expect: DET101
        case _:
            pass
    return out


a = torch.tensor([0.3, -0.7], requires_grad=True)
postprocess(a.exp(), "round").sum().backward()
