"""Measuring the installed PyTorch: what its operations save, alias, write and free.

words.py          the parameters of call forms, and their notation
declared.py       what PyTorch's operator tables say: call forms, writes, views, saved tensors
forms.py          call forms that no table declares
calls.py          our own calls to try; samples.py: PyTorch's own
probe.py          one call, observed; sharing.py: does it always share memory?
named.py          an observation, by parameter name
merge.py, row.py  many observations → few rows, each a call form with its facts
rows.py           a function and its samples → rows
names.py          what is public
catalogue.py      all operations; modules.py, creation.py, effects.py, tags.py: what else there is
disagreements.py  declared against measured
write.py          the generated file
"""
