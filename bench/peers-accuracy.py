"""Scores of scikit-learn's linear model, default MLP and histogram gradient boosting on the test rows of a Stepwell run.

usage: peers-accuracy.py TASK.json
TASK: {train, test, predictions, target: [...], drop: [...], type, measure}; test is null where the test rows are those
named in the predictions. Prints one JSON object. Columns of names are one-hot (ordinal for boosting), numbers z-scored,
missing values imputed and marked (boosting takes them as they are).
"""
import json
import sys
import warnings

import numpy as np
import pandas as pd
from sklearn import metrics
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.multioutput import MultiOutputClassifier, MultiOutputRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

warnings.filterwarnings("ignore")
task = json.load(open(sys.argv[1]))
target, kind, measure = task["target"], task["type"], task["measure"]

missing = ["?"]
train = pd.read_csv(task["train"], na_values=missing)
if task["test"] is None:
    sealed = set(pd.read_csv(task["predictions"], usecols=["row"])["row"] - 1)
    train = train[train[target].notna().all(axis=1)]
    is_test = train.index.isin(sealed)
    test, train = train[is_test], train[~is_test]
else:
    test = pd.read_csv(task["test"], na_values=missing)
    train, test = (part[part[target].notna().all(axis=1)] for part in (train, test))


def inputs(part):
    x = part.drop(columns=[*target, *[c for c in task["drop"] if c in part]]).copy()
    names = x.columns.difference(x.select_dtypes("number").columns)
    x[names] = x[names].astype(object).where(x[names].notna(), None).astype(str)
    return x


x, x_test = inputs(train), inputs(test)
numbers = list(x.select_dtypes("number").columns)
names = [c for c in x.columns if c not in numbers]
labels = kind == "multilabel"
several = len(target) > 1
y = train[target].to_numpy() if several else train[target[0]].to_numpy()
y_test = test[target].to_numpy() if several else test[target[0]].to_numpy()
classes = kind in ("binary", "multiclass")


def linear_columns():
    return make_column_transformer(
        (make_pipeline(SimpleImputer(add_indicator=True), StandardScaler()), numbers),
        (OneHotEncoder(handle_unknown="ignore", max_categories=51), names),
    )


def tree_columns():
    return make_column_transformer(
        ("passthrough", numbers),
        (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), names),
    )


if classes or labels:
    models = {
        "linear": (linear_columns(), LogisticRegression(max_iter=1000)),
        "mlp": (linear_columns(), MLPClassifier(random_state=0)),
        "boosting": (tree_columns(), HistGradientBoostingClassifier(random_state=0)),
    }
else:
    models = {
        "linear": (linear_columns(), Ridge()),
        "mlp": (linear_columns(), MLPRegressor(random_state=0)),
        "boosting": (tree_columns(), HistGradientBoostingRegressor(random_state=0)),
    }


def fitted(name, columns, model):
    if several and name != "mlp" and (labels or name == "boosting"):
        model = MultiOutputClassifier(model) if labels else MultiOutputRegressor(model)
    return make_pipeline(columns, model).fit(x, y)


def label_scores(model):
    p = model.predict_proba(x_test)
    return np.column_stack([one[:, 1] for one in p]) if isinstance(p, list) else p


def score(model):
    if labels:
        p = label_scores(model)
        if measure == "mean-average-precision":
            return metrics.average_precision_score(y_test, p, average="macro")
        return metrics.accuracy_score(y_test, p >= 0.5)
    if not classes:
        p = model.predict(x_test)
        return {
            "mae": metrics.mean_absolute_error,
            "mse": metrics.mean_squared_error,
            "r2": metrics.r2_score,
        }[measure](y_test, p)
    p = model.predict_proba(x_test)
    if measure in ("roc-auc", "average-precision"):
        positive = (y_test == model.classes_[1]).astype(int)
        by = metrics.roc_auc_score if measure == "roc-auc" else metrics.average_precision_score
        if len(model.classes_) > 2:
            return metrics.roc_auc_score(y_test, p, multi_class="ovr", labels=model.classes_)
        return by(positive, p[:, 1])
    named = model.predict(x_test)
    return {
        "accuracy": metrics.accuracy_score,
        "balanced-accuracy": metrics.balanced_accuracy_score,
        "f1": lambda a, b: metrics.f1_score(a, b, average="macro"),
    }[measure](y_test, named)


def seeds(name):
    # A network's score depends on its seed; on small sets the mean over five of them is less a matter of luck.
    return range(5) if name == "mlp" and len(x) < 5000 else range(1)


def mean_score(name, columns, model):
    scores = []
    for seed in seeds(name):
        if name == "mlp":
            model.set_params(random_state=seed)
        scores.append(score(fitted(name, columns, model)))
    return float(np.mean(scores))


print(json.dumps({name: mean_score(name, *parts) for name, parts in models.items()}))
