import torch
from bitsandbytes.nn import Params4bit


def broadcast(param, zero_stage):
    shape = param.shape if zero_stage != 3 else param.ds_shape
    torch.distributed.broadcast(param.data, 0)  # tensor torch-argument
    return shape


def offload(buffer):
    buffer.pool.cpu_data.copy_(buffer.pool.data.cpu())  # tensor result-use


def pack(weight):
    codes = weight.data.reshape(-1)  # unknown none
    return codes, weight.quant_state


def live(param):
    if isinstance(param, Params4bit):
        return param.data.detach()  # tensor class name
    return Params4bit(param.shape).data  # tensor class name
