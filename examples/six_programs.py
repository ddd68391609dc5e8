"""Six small programs that look alike. PyTorch treats every one of them differently."""

import torch



def written_through_detach():
    a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    out = a.sigmoid()
    c = out.detach()
    c.zero_()
    out.sum().backward()


def written_through_data():
    a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    out = a.sigmoid()
    c = out.data
    c.zero_()
    out.sum().backward()
    print(a.grad)


def nothing_was_saved():
    a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    out = a.sigmoid().sum()
    c = out.data
    c.zero_()
    out.backward()
    print(a.grad)


def backward_on_the_alias():
    a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    c = a.sigmoid().detach()
    c.sum().backward()


def detached_in_place():
    a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    out = a.sigmoid()
    out.detach_()
    out.sum().backward()


def only_read():
    a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    out = a.sigmoid()
    c = out.detach()
    print(c)
    out.sum().backward()
    print(a.grad)


if __name__ == "__main__":
    for program in (
        written_through_detach,
        written_through_data,
        nothing_was_saved,
        backward_on_the_alias,
        detached_in_place,
        only_read,
    ):
        print(f"{program.__name__}:")
        try:
            program()
        except RuntimeError as error:
            print(f"RuntimeError: {str(error)[:70]}...")
