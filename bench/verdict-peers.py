"""What scikit-learn takes for the same set, on one thread: a randomised search over networks, and histogram gradient boosting.

usage: OMP_NUM_THREADS=1 verdict-peers.py TASK.json
TASK: see sealed_rows.py, with sealed, candidates, folds (null for a hold-out), iterations, epochs, and the CPU seconds after which no
further candidate begins (limit). Prints one JSON object: of search and boosting the CPU seconds and test score, and the candidates.
"""
import json
import sys
import time
import warnings

from sealed_rows import Rows
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.model_selection import (
    ParameterSampler,
    RandomizedSearchCV,
    RepeatedKFold,
    RepeatedStratifiedKFold,
    ShuffleSplit,
    StratifiedShuffleSplit,
)
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
task = json.load(open(sys.argv[1]))
rows = Rows(task, task["sealed"])
SIGN = -1 if task["measure"] in ("mae", "mse") else 1
SPACE = {
    "hidden_layer_sizes": [(16,), (32,), (64,), (128,), (256,), (32, 32), (64, 64), (128, 128), (64, 64, 64)],
    "alpha": [1e-5, 1e-4, 1e-3, 1e-2, 1e-1],
    "learning_rate_init": [3e-4, 1e-3, 3e-3, 1e-2],
    "batch_size": [16, 32, 64, 128],
}


class BoundedSearch(RandomizedSearchCV):
    """A randomised search that begins no further candidate once its CPU time is spent."""

    def _run_search(self, evaluate_candidates):
        end = time.process_time() + task["limit"]
        self.tried_ = 0
        for candidate in ParameterSampler(self.param_distributions, self.n_iter, random_state=self.random_state):
            if self.tried_ > 0 and time.process_time() > end:
                return
            evaluate_candidates([candidate])
            self.tried_ += 1


def splits():
    """As many as the run had; stratified where there are classes."""
    if task["folds"] is None:
        by = StratifiedShuffleSplit if rows.classes else ShuffleSplit
        return by(n_splits=task["iterations"], test_size=0.2, random_state=0)
    by = RepeatedStratifiedKFold if rows.classes else RepeatedKFold
    return by(n_splits=task["folds"], n_repeats=task["iterations"], random_state=0)


def search():
    if rows.classes or rows.labels:
        model, prefix = MLPClassifier(random_state=0, max_iter=task["epochs"]), "model__"
    else:
        network = MLPRegressor(random_state=0, max_iter=task["epochs"])
        model, prefix = TransformedTargetRegressor(network, transformer=StandardScaler()), "model__regressor__"
    return BoundedSearch(
        Pipeline([("columns", rows.linear_columns()), ("model", model)]),
        {prefix + name: values for name, values in SPACE.items()},
        n_iter=task["candidates"],
        scoring=lambda fitted, x, y: SIGN * rows.score(fitted, x, y),
        cv=splits(),
        n_jobs=1,
        random_state=0,
    )


def boosting():
    by = HistGradientBoostingClassifier if rows.classes or rows.labels else HistGradientBoostingRegressor
    return Pipeline([("columns", rows.tree_columns()), ("model", rows.one_each(by(random_state=0)))])


def measured(model):
    before = time.process_time()
    model.fit(rows.x, rows.y)
    return {"seconds": time.process_time() - before, "test": float(rows.score(model))}


searched = search()
print(
    json.dumps(
        {
            "search": {**measured(searched), "candidates": searched.tried_},
            "boosting": measured(boosting()),
        }
    )
)
