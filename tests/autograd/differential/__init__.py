"""The machine against PyTorch itself: random sequences of verbs are played on both, step by step.

`vocabulary` lists the operations, `steps` the verbs and the random sequences, `on_torch` and `on_machine` play a step,
`judge` watches what was saved, and `compare` says where the two disagree. Run it with
``python -m tests.autograd.differential --sequences 20000 --seed 0 --length 30``.
"""
