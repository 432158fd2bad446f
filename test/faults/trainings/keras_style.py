"""Trains a linear model as Keras would, in NumPy: fit() calls callbacks, one of which logs."""

import time

import numpy as np
import stepwell_log
from until_told import is_told_to_stop, tell

BATCH = 32


class Recorder:
    """A callback that notes what fit() tells, apart from the one that logs."""

    def __init__(self):
        self.logged = []
        self.batch = 0

    def on_train_batch_end(self, _batch, logs):
        self.logged.append((self.batch, {"batch/" + name: float(value) for name, value in logs.items()}))
        self.batch += 1

    def on_epoch_end(self, epoch, logs):
        self.logged.append((epoch, {name: float(value) for name, value in logs.items()}))

    def __getattr__(self, name):
        return lambda *_args, **_more: None


def fit(x, y, callbacks):
    weights = np.zeros(x.shape[1])
    # Keras 3 asks whether it may go on while callbacks are told; that of TensorFlow 2 asks in its own way.
    assert not getattr(stepwell_log.KerasCallback(batches=True).on_train_batch_end, "_is_default", False)
    assert getattr(stepwell_log.KerasCallback().on_train_batch_end, "_is_default", False)
    assert stepwell_log.KerasCallback(batches=True)._implements_train_batch_hooks()
    for callback in callbacks:
        callback.set_params({"epochs": None})
        callback.set_model(None)
        callback.on_train_begin({})
    epoch = 0
    while not is_told_to_stop():
        for callback in callbacks:
            callback.on_epoch_begin(epoch, {})
        for batch, at in enumerate(range(0, len(x), BATCH)):
            error = x[at : at + BATCH] @ weights - y[at : at + BATCH]
            weights -= 0.01 * x[at : at + BATCH].T @ error / BATCH
            logs = {"loss": np.float32(np.mean(error**2))}
            for callback in callbacks:
                callback.on_train_batch_end(batch, logs)
            time.sleep(0.001)
        loss = np.mean((x @ weights - y) ** 2)
        # Every tenth epoch diverges, or seems to.
        logs = {"loss": loss, "val_loss": np.float64("nan") if epoch % 10 == 9 else loss * 1.1}
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        epoch += 1
    for callback in callbacks:
        callback.on_train_end({})


def main():
    random = np.random.default_rng(1)
    x = random.normal(size=(256, 4))
    y = x @ np.array([1.0, -2.0, 0.5, 3.0]) + 0.1 * random.normal(size=256)
    run = stepwell_log.init(project="keras style", config={"lr": np.float64(0.01), "batch": BATCH})
    recorder = Recorder()
    fit(x, y, [stepwell_log.KerasCallback(batches=True), recorder])
    stepwell_log.finish()
    tell(run.id, recorder.logged)


main()
