"""The bytes of tensors, read behind PyTorch's back so that looking changes nothing."""

from __future__ import annotations

import ctypes

import numpy as np
import torch


def extent(tensor: torch.Tensor) -> int:
    """How many bytes lie between a tensor's first and last element, inclusive."""
    if tensor.numel() == 0:
        return 0
    elements = 1 + sum(
        (size - 1) * stride for size, stride in zip(tensor.size(), tensor.stride(), strict=True)
    )
    return elements * tensor.element_size()


def span_bytes(tensor: torch.Tensor) -> bytes:
    """The memory from a tensor's first to its last element, with what lies between them."""
    length, address = extent(tensor), tensor.data_ptr()
    return ctypes.string_at(address, length) if length and address else b""


def element_bytes(tensor: torch.Tensor, span: bytes) -> bytes:
    """The elements of a tensor, cut out of its `span_bytes`."""
    if not span:
        return b""
    width = tensor.element_size()
    strides = tuple(stride * width for stride in tensor.stride())
    elements: bytes = np.ndarray(
        tuple(tensor.size()), dtype=f"V{width}", buffer=span, strides=strides
    ).tobytes()
    return elements


def storage_address(tensor: torch.Tensor) -> int | None:
    """The address of a tensor's storage; None for layouts without one and for empty storages."""
    if tensor.layout != torch.strided:
        return None
    return tensor.untyped_storage().data_ptr() or None


def overlap(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Whether two tensors may share an element: same storage and meeting spans."""
    if storage_address(one) is None or storage_address(one) != storage_address(other):
        return False
    start_one, start_other = one.data_ptr(), other.data_ptr()
    return start_one < start_other + extent(other) and start_other < start_one + extent(one)
