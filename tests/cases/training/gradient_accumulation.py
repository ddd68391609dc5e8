# codes: DET1 DET3
# tensors: inputs outputs probs
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def main():
    torch.manual_seed(0)
    data = TensorDataset(torch.randn(8, 3), torch.randint(0, 2, (8,)))
    loader = DataLoader(data, batch_size=2)
    model = nn.Sequential(nn.Linear(3, 5), nn.Dropout(0.1), nn.GELU(), nn.Linear(5, 2))
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, gamma=0.5)
    accum = 2
    running = 0.0
    optimizer.zero_grad()
    for i, (inputs, labels) in enumerate(loader):
        outputs = model(inputs)
        loss = criterion(outputs, labels) / accum
        loss.backward()
        running += loss.item()
        probs = outputs.softmax(dim=1)
        preds = probs.argmax(dim=1)
        correct = (preds == labels).sum().item()
        if (i + 1) % accum == 0:
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            scheduler.step()
    print(running, correct)


if __name__ == "__main__":
    main()
