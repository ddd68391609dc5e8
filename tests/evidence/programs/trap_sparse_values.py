"""The values of sparse matrices, and bytes, of things that nothing else is known of."""

import pickle

import scipy.sparse as sp
import torch


def reshaped(m, shape):
    rows, columns = m.nonzero()
    return sp.csr_matrix((m.data, (rows, columns)), shape=shape)  # not sparse-matrix


def received(chunk):
    if len(chunk.data) == 0:  # not walked
        return None
    return pickle.loads(chunk.data)  # not standard-library


def sent(message):
    return pickle.dumps(message.data)  # unknown none


def matrix(w: torch.Tensor, rows, columns):
    return sp.csr_matrix((w.data, (rows, columns)))  # tensor annotation


def convert(x, y, make):
    print(make(y.data, y.indices()))  # tensor use
    return make(x.indices, x.data, x.shape)  # not sparse-matrix
