import torch


class Node:
    def __init__(self, data=None):
        self.data = data  # not class
        self.next = None


def walk(head, found: Node):
    q = head
    while q.data is not None:  # not use
        q = q.next
    q.left.data  # unknown none
    return torch.min(found.data)  # not class


def tree(node):
    if node.is_leaf:
        return node.data  # unknown none
    return tree(node)
