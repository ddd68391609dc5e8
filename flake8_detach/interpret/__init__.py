"""Python's meaning: definitions walked as Python would run them, driving the machine. Names nothing of PyTorch."""
