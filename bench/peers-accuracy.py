"""Scores of scikit-learn's linear model, default MLP and histogram gradient boosting on the test rows of a Stepwell run.

usage: peers-accuracy.py TASK.json
TASK: see sealed_rows.py, with the path of the predictions, which name the test rows where test is null. Prints one JSON object.
"""
import json
import sys
import warnings

import numpy as np
import pandas as pd
from sealed_rows import Rows
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline

warnings.filterwarnings("ignore")
task = json.load(open(sys.argv[1]))
rows = Rows(task, [] if task["test"] else pd.read_csv(task["predictions"], usecols=["row"])["row"] - 1)

if rows.classes or rows.labels:
    models = {
        "linear": (rows.linear_columns(), LogisticRegression(max_iter=1000)),
        "mlp": (rows.linear_columns(), MLPClassifier(random_state=0)),
        "boosting": (rows.tree_columns(), HistGradientBoostingClassifier(random_state=0)),
    }
else:
    models = {
        "linear": (rows.linear_columns(), Ridge()),
        "mlp": (rows.linear_columns(), MLPRegressor(random_state=0)),
        "boosting": (rows.tree_columns(), HistGradientBoostingRegressor(random_state=0)),
    }


def fitted(name, columns, model):
    if name != "mlp" and (rows.labels or name == "boosting"):
        model = rows.one_each(model)
    return make_pipeline(columns, model).fit(rows.x, rows.y)


def seeds(name):
    # A network's score depends on its seed; on small sets the mean over five of them is less a matter of luck.
    return range(5) if name == "mlp" and len(rows.x) < 5000 else range(1)


def mean_score(name, columns, model):
    scores = []
    for seed in seeds(name):
        if name == "mlp":
            model.set_params(random_state=seed)
        scores.append(rows.score(fitted(name, columns, model)))
    return float(np.mean(scores))


print(json.dumps({name: mean_score(name, *parts) for name, parts in models.items()}))
