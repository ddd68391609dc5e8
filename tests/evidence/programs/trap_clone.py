"""No torch here: a clone() and a dim() are other things' as well."""


def split(table):
    ds = table.clone([])
    for d in table.data[:3]:  # not imports
        ds.data = [d]  # not assigned
    return ds.data  # not imports


def measured(x):
    return x.numel(), x.contiguous(), x.data  # tensor use
