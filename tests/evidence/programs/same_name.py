import torch
from toolbox import ModelCard, ScalarImage


def annotated(image: ScalarImage):
    return image.data  # not annotation


def looped(self, subject):
    for image in self.images(subject):
        print(image.data)  # not same-name


def made(path):
    card = ModelCard.load(path)
    return card.data  # not flow
