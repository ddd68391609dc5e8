import torch


def elbo(model_trace, guide_trace):
    model_trace.compute_log_prob()
    model_trace.detach_()  # not use
    for site in guide_trace.nodes.values():
        print(site)
    guide_trace.detach_()  # not use
