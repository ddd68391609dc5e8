import argparse
import os

import torch
from omegaconf import OmegaConf


def main(cfg):
    parser = argparse.ArgumentParser()
    parser.add_argument("--data")
    args = parser.parse_args()
    print(args.data)  # not flow
    conf = OmegaConf.load("x.yaml")
    return conf.task.data  # not flow


def train(args):
    if args.cuda:
        torch.cuda.set_device(0)
    return os.path.join(args.data, "train")  # not standard-library


class Task:
    def __init__(self, cfg):
        self.cfg = cfg

    def paths(self):
        return self.cfg.data  # not weak-names
