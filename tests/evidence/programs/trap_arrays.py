import numpy as np
import pandas as pd
import torch
import xarray as xr
from scipy import sparse
from scipy.sparse import csr_matrix, issparse


def arrays(x):
    a = np.zeros(3)
    a.data  # not flow
    masked = np.ma.masked_array(a, a > 0)
    masked.data.sum()  # not flow
    series = pd.Series(a)
    series.values.data  # not flow
    m = csr_matrix(np.eye(3))
    m.data[0] = 1.0  # not flow
    (m - m).data  # not flow
    d = xr.DataArray(a)
    d.isel(x=0).data  # not flow
    if issparse(x):
        return torch.from_numpy(x.data)  # not isinstance
    if isinstance(x, np.ndarray):
        return x.data  # not isinstance
    return sparse.random(3, 3).data  # not flow
