import torch

weight = torch.randn(2, 4, requires_grad=True)

hidden = weight.tanh()
hidden.untyped_storage().fill_(0)  # expect: DET103
hidden.sum().backward()

hidden = weight.tanh()
memory = hidden.detach().untyped_storage()
memory[0] = 7  # expect: DET103
hidden.sum().backward()

hidden = weight.tanh()
kept = hidden.untyped_storage().clone()
kept.fill_(0)
print(hidden.untyped_storage().nbytes(), hidden.untyped_storage().data_ptr() != 0)
hidden.sum().backward()
