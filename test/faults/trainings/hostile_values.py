"""Logs what no training should, and must not be stopped by it. With an argument, into a folder that can't be written."""

import argparse
import json
import sys

import numpy as np
import stepwell_log as wandb


class Fails:
    def __float__(self):
        raise RuntimeError("no number")

    def __str__(self):
        return "fails"


class Endless(dict):
    """Holds itself."""


def main():
    endless = Endless()
    endless["self"] = endless
    endless["x"] = 1
    config = argparse.Namespace(
        lr=np.float32(0.5), nan=float("nan"), deep=endless, odd=Fails(), items=(1, {2}), text="a\x00b\ud800", huge="x" * 90_000
    )
    run = wandb.init(project="hostile\nproject\ud800", name=None, config=config, tags=["ignored"], dir=sys.argv[1])
    wandb.config.update({"later": 1}, allow_val_change=True)
    wandb.log({"nan": float("nan"), "inf": np.inf, "minus": -float("inf"), "zero": -0.0, "big": 1e308, "tiny": 5e-324})
    wandb.log({"array": np.arange(3), "one": np.array([[7]]), "text": "1.5", "none": None, "fails": Fails(), "flag": True})
    wandb.log({"a\x00b": 1, "": 2, " ": 3, "x" * 300: 4, 5: 6, "nested": {"deep": {"er": 1}}, "😀": 8})
    wandb.log(endless)
    wandb.log({"held": 1}, commit=False)
    wandb.log({"with": 2})
    wandb.log({"step": 1}, step=10)
    wandb.log({"step": 2}, step=10.0)
    wandb.log({"step": 3}, step=2**60)
    wandb.log({"step": 4}, step="x")
    wandb.log("no dict")
    wandb.log(None)
    wandb.log({}, step=40)
    wandb.log({"m%d" % i: i for i in range(3_000)}, step=50)
    wandb.log({"step": 5})
    run.log({"step": 6}, step=3)
    wandb.finish()
    wandb.log({"late": 1})
    print(json.dumps({"id": run.id}))


main()
