"""Trains a small network in PyTorch, and logs it under the name that many programs know."""

import time

import stepwell_log as wandb
import torch
from until_told import is_told_to_stop, tell


def main():
    torch.manual_seed(1)
    torch.set_num_threads(1)
    x = torch.randn(256, 4)
    y = x.sum(dim=1, keepdim=True).sin()
    model = torch.nn.Sequential(torch.nn.Linear(4, 16), torch.nn.Tanh(), torch.nn.Linear(16, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    run = wandb.init(project="pytorch", name="sine", config={"lr": 1e-2, "layers": [4, 16, 1]}, mode="online")
    logged = []
    step = 0
    while not is_told_to_stop():
        loss = torch.nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        norm = sum(p.grad.norm() for p in model.parameters())
        wandb.log({"loss": loss, "grad": {"norm": norm}, "picture": object()}, step=step)
        logged.append((step, {"loss": loss.item(), "grad.norm": norm.item()}))
        step += 1
        time.sleep(0.002)
    wandb.finish()
    tell(run.id, logged)


main()
