import mxnet as mx
from mxnet import gluon


def norm(net):
    total = 0
    for p in net.collect_params().values():
        total += p.data().norm()  # not called
    return total, net.weight.data  # not framework
