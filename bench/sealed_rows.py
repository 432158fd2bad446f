"""The rows of a Stepwell run for scikit-learn: those outside its sealed test rows, those inside, and scores on them.

A task is a dict {train, test, target: [...], drop: [...], type, measure} and, where test is null, the numbers of the sealed rows
from 0. Columns of names are one-hot (ordinal for trees), numbers z-scored, missing values imputed and marked (trees take them as
they are).
"""
import numpy as np
import pandas as pd
from sklearn import metrics
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.multioutput import MultiOutputClassifier, MultiOutputRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler


class Rows:
    """The rows of a task. `several`: whether there are several targets."""

    def __init__(self, task, sealed=()):
        self.target, self.kind, self.measure = task["target"], task["type"], task["measure"]
        self.labels = self.kind == "multilabel"
        self.classes = self.kind in ("binary", "multiclass")
        self.several = len(self.target) > 1
        train, test = self._parts(task, set(sealed))
        self.x, self.x_test = (self._inputs(part, task["drop"]) for part in (train, test))
        self.y, self.y_test = (self._targets(part) for part in (train, test))
        self.numbers = list(self.x.select_dtypes("number").columns)
        self.names = [c for c in self.x.columns if c not in self.numbers]

    def _parts(self, task, sealed):
        train = self._labelled(task["train"])
        if task["test"] is not None:
            return train, self._labelled(task["test"])
        is_test = train.index.isin(sealed)
        return train[~is_test], train[is_test]

    def _labelled(self, path):
        table = pd.read_csv(path, na_values=["?"])
        return table[table[self.target].notna().all(axis=1)]

    def _inputs(self, part, drop):
        x = part.drop(columns=[*self.target, *[c for c in drop if c in part]]).copy()
        names = x.columns.difference(x.select_dtypes("number").columns)
        x[names] = x[names].astype(object).where(x[names].notna(), None).astype(str)
        return x

    def _targets(self, part):
        return part[self.target].to_numpy() if self.several else part[self.target[0]].to_numpy()

    def linear_columns(self):
        return make_column_transformer(
            (make_pipeline(SimpleImputer(add_indicator=True), StandardScaler()), self.numbers),
            (OneHotEncoder(handle_unknown="ignore", max_categories=51), self.names),
        )

    def tree_columns(self):
        return make_column_transformer(
            ("passthrough", self.numbers),
            (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), self.names),
        )

    def one_each(self, model):
        """One model for each target, where there are several."""
        if not self.several:
            return model
        return MultiOutputClassifier(model) if self.labels else MultiOutputRegressor(model)

    def score(self, model, x=None, y=None):
        """By the run's own measure; on the test rows unless told."""
        x, y = (self.x_test, self.y_test) if x is None else (x, y)
        if self.labels:
            return self._label_score(model.predict_proba(x), y)
        if not self.classes:
            by = {
                "mae": metrics.mean_absolute_error,
                "mse": metrics.mean_squared_error,
                "r2": metrics.r2_score,
            }[self.measure]
            return by(y, model.predict(x))
        if self.measure in ("roc-auc", "average-precision"):
            return self._ranking_score(model, x, y)
        by = {
            "accuracy": metrics.accuracy_score,
            "balanced-accuracy": metrics.balanced_accuracy_score,
            "f1": lambda a, b: metrics.f1_score(a, b, average="macro"),
        }[self.measure]
        return by(y, model.predict(x))

    def _label_score(self, p, y):
        p = np.column_stack([one[:, 1] for one in p]) if isinstance(p, list) else p
        if self.measure == "mean-average-precision":
            return metrics.average_precision_score(y, p, average="macro")
        return metrics.accuracy_score(y, p >= 0.5)

    def _ranking_score(self, model, x, y):
        p = model.predict_proba(x)
        if len(model.classes_) > 2:
            return metrics.roc_auc_score(y, p, multi_class="ovr", labels=model.classes_)
        by = metrics.roc_auc_score if self.measure == "roc-auc" else metrics.average_precision_score
        return by((y == model.classes_[1]).astype(int), p[:, 1])
