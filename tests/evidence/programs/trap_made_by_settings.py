"""What settings say is to be made may be anything, a model too."""

import hydra
import torch


class Vocoder(torch.nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.generator = hydra.utils.instantiate(cfg.generator)

    def log(self, mel):
        audio = self.generator(mel)
        return audio.data.cpu()  # tensor result-use
