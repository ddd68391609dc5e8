"""The logical operations overwrite a leaf that requires grad without a word; a comparison is refused."""

import torch

w = torch.ones(3, requires_grad=True)
w.logical_not_()
w.logical_and_(torch.ones(3))
w.eq_(1)  # expect: DET306
