"""Something that has PyTorch in its name is imported, and PyTorch is not."""

from toolbox.warnings import ignore_torch_warnings


@ignore_torch_warnings()
def factor(self, terms):
    return [point.data for point, _ in terms]  # not imports
