"""Call forms which no operator table declares: methods whose Python binding is written by hand, and functions
whose signature (`*args`) says nothing. The notation is that of the generated file."""

from __future__ import annotations

TEXT = """
Tensor.contiguous           self:t * memory_format:o?
Tensor.copy_                self:t other:tn non_blocking:b?
Tensor.requires_grad_       self:t requires_grad:b?
Tensor.set_                 self:t source:ta? *rest:a
Tensor.share_memory_        self:t
Tensor.new_tensor           self:t data:a * dtype:o? device:o? requires_grad:b?
Tensor.new                  self:t *rest:a
Tensor.apply_               self:t callable:o
Tensor.map_                 self:t tensor:t callable:o
Tensor.map2_                self:t x:t y:t callable:o
Tensor.nonzero              self:t * as_tuple:b?
Tensor.numpy                self:t * force:b?
Tensor.is_contiguous        self:t * memory_format:o?
Tensor.size                 self:t dim:i0?
Tensor.stride               self:t dim:i0?
Tensor.as_subclass          self:t cls:o
Tensor.split                self:t split_size:iI dim:i?
Tensor.norm                 self:t p:ns0? dim:iI0? keepdim:b? dtype:o0?
Tensor.bool                 self:t * memory_format:o?
Tensor.byte                 self:t * memory_format:o?
Tensor.char                 self:t * memory_format:o?
Tensor.short                self:t * memory_format:o?
Tensor.int                  self:t * memory_format:o?
Tensor.long                 self:t * memory_format:o?
Tensor.cfloat               self:t * memory_format:o?
Tensor.cdouble              self:t * memory_format:o?
Tensor.item                 self:t
Tensor.tolist               self:t
Tensor.numel                self:t
Tensor.nelement             self:t
Tensor.dim                  self:t
Tensor.ndimension           self:t
Tensor.data_ptr             self:t
Tensor.const_data_ptr       self:t
Tensor.element_size         self:t
Tensor.storage_offset       self:t
Tensor.get_device           self:t
Tensor.untyped_storage      self:t
Tensor.storage              self:t
Tensor.is_shared            self:t
Tensor.__array__            self:t dtype:o0?
Tensor.__dlpack__           self:t
Tensor.__deepcopy__         self:t memo:o
torch.atleast_1d            *tensors:tL
torch.atleast_2d            *tensors:tL
torch.atleast_3d            *tensors:tL
torch.block_diag            *tensors:tL
torch.broadcast_tensors     *tensors:tL
torch.cartesian_prod        *tensors:tL
torch.chain_matmul          *matrices:tL * out:t0?
torch.einsum                equation:s *operands:tL
torch.meshgrid              *tensors:tL * indexing:s0?
torch.nonzero               self:t * as_tuple:b? out:t0?
torch.norm                  input:t p:ns0? dim:iI0? keepdim:b? out:t0? dtype:o0?
torch.numel                 self:t
torch.get_device            self:t
torch.range                 start:n end:n? step:n? * out:t0? dtype:o? requires_grad:b?
torch.split                 tensor:t split_size_or_sections:iI dim:i?
torch.tensordot             a:t b:t dims:iLI? out:t0?
torch.unique                input:t sorted:b? return_inverse:b? return_counts:b? dim:i0?
torch.unique_consecutive    input:t return_inverse:b? return_counts:b? dim:i0?
"""

CONDITIONAL_TEXT = """
Tensor.to                   self:t *place:tosi? * dtype:o0? device:osi0? other:t? non_blocking:b? copy:b? memory_format:o0?
Tensor.type                 self:t dtype:os0? non_blocking:b?
Tensor.cpu                  self:t memory_format:o?
Tensor.cuda                 self:t device:osi0? non_blocking:b? memory_format:o?
Tensor.xpu                  self:t device:osi0? non_blocking:b? memory_format:o?
Tensor.float                self:t * memory_format:o?
Tensor.double               self:t * memory_format:o?
Tensor.half                 self:t * memory_format:o?
Tensor.bfloat16             self:t * memory_format:o?
"""


def _read(text: str) -> dict[str, str]:
    lines = (line.split(maxsplit=1) for line in text.strip().splitlines())
    return {name: form.strip() for name, form in lines}


FORMS = _read(TEXT)

CONDITIONAL = _read(CONDITIONAL_TEXT)
"""Methods that hand back the very tensor where dtype and device are right already: not measured, because one machine with one device
shows half of it. (`float` to `float`, `cpu` to `cpu` do give the same object, and every true conversion a copy.)"""
