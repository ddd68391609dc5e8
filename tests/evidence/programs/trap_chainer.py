import chainer
import chainer.functions as F


def loss(model, x, t):
    y = model(x)
    value = F.softmax_cross_entropy(y, t)
    value.backward()
    model.w.grad
    return float(value.data)  # not framework
