"""What a data set, a table of encodings or an operation holds may be a tensor; they are none."""

import torch


def poison(load, path):
    train_dataset = load(path)
    train_dataset.data = torch.zeros(3)  # not weak-names
    print(train_dataset.data.float())  # not weak-names
    return train_dataset.graph(form="coo").data  # not weak-names


def encode(tokenizer, model, text):
    inputs = tokenizer(text, return_tensors="pt")
    model(**inputs.data)  # not flow
    assert model.operations[0].data == (1,)  # not result-use
    assert model.operations[1].data != [2]  # not result-use


def clip(images_batch):
    return images_batch.data.clamp_(0, 1)  # tensor use
