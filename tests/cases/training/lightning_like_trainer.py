# codes: DET1 DET3
# tensors: logits probs x
import torch
from torch import nn
import torch.nn.functional as F


class LightningModule(nn.Module):
    def log(self, name, value, **kwargs):
        self.__dict__.setdefault("_logged", {})[name] = value

    def training_step(self, batch, batch_idx):
        raise NotImplementedError

    def on_train_batch_end(self, outputs):
        pass


class LitClassifier(LightningModule):
    def __init__(self, lr=1e-2):
        super().__init__()
        self.backbone = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
        self.head = nn.Linear(8, 3)
        self.lr = lr
        self.register_buffer("class_counts", torch.zeros(3))
        self.outputs = []

    def forward(self, x):
        return self.head(self.backbone(x))

    def training_step(self, batch, batch_idx):
        x, y = batch
        logits = self(x)
        loss = F.cross_entropy(logits, y)
        self.class_counts += torch.bincount(y, minlength=3)
        probs = logits.softmax(dim=-1)
        self.log("train_loss", loss, prog_bar=True)
        self.log("conf", probs.max(dim=-1).values.mean())
        self.outputs.append({"loss": loss.detach(), "probs": probs.detach()})
        return loss

    def on_train_batch_end(self, outputs):
        self.outputs = self.outputs[-2:]

    def configure_optimizers(self):
        optimizer = torch.optim.Adam(self.parameters(), lr=self.lr)
        return [optimizer], [torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.9)]


class Trainer:
    def __init__(self, max_epochs=2, clip=1.0, callbacks=()):
        self.max_epochs, self.clip, self.callbacks = max_epochs, clip, callbacks

    def fit(self, module, loader):
        (optimizer,), (scheduler,) = module.configure_optimizers()
        for epoch in range(self.max_epochs):
            for idx, batch in enumerate(loader):
                loss = module.training_step(batch, idx)
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(module.parameters(), self.clip)
                optimizer.step()
                module.on_train_batch_end(loss)
                for cb in self.callbacks:
                    cb(module, loss)
            scheduler.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    loader = [(torch.randn(5, 4), torch.randint(0, 3, (5,))) for _ in range(2)]
    Trainer(callbacks=[lambda m, l: print(float(l.detach()))]).fit(LitClassifier(), loader)
