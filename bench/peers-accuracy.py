"""Scores of scikit-learn's linear model and default MLP on the test rows of a Stepwell run.

usage: peers-accuracy.py FILE TARGET PREDICTIONS [--drop COL]...
Prints one JSON object. Columns of names are one-hot, numbers z-scored, missing values imputed and marked.
"""
import argparse
import json
import warnings

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, mean_absolute_error
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.filterwarnings("ignore")

arguments = argparse.ArgumentParser()
arguments.add_argument("file")
arguments.add_argument("target")
arguments.add_argument("predictions")
arguments.add_argument("--drop", action="append", default=[])
args = arguments.parse_args()

table = pd.read_csv(args.file)
sealed = set(pd.read_csv(args.predictions, usecols=["row"])["row"] - 1)
table = table[table[args.target].notna()]
is_test = table.index.isin(sealed)
y = table[args.target]
x = table.drop(columns=[args.target, *args.drop])
numbers = x.select_dtypes("number").columns
names = x.columns.difference(numbers)
x[names] = x[names].astype(object).where(x[names].notna(), None).astype(str)


def prepared(model):
    columns = make_column_transformer(
        (make_pipeline(SimpleImputer(add_indicator=True), StandardScaler()), numbers),
        (OneHotEncoder(handle_unknown="ignore", max_categories=51), names),
    )
    return make_pipeline(columns, model)


classes = y.dtype == object or y.nunique() == 2
models = (
    {"linear": LogisticRegression(max_iter=1000), "mlp": MLPClassifier(random_state=0)}
    if classes
    else {"linear": Ridge(), "mlp": MLPRegressor(random_state=0)}
)
score = accuracy_score if classes else mean_absolute_error
result = {"metric": "accuracy" if classes else "mae", "testRows": int(is_test.sum())}
for name, model in models.items():
    result[name] = float(score(y[is_test], prepared(model).fit(x[~is_test], y[~is_test]).predict(x[is_test])))
print(json.dumps(result))
