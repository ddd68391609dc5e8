"""Measuring the installed PyTorch: what its operations save, alias, write and free.

declared.py    what PyTorch's operator tables say: call forms, writes, views, saved tensors
samples.py     calls to try: PyTorch's own sample inputs, and ours
probe.py       one call, observed
merge.py       many observed calls of one operation → few forms with their facts
"""
