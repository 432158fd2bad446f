"""Permutation tests of cross-validated linear models, one table a line as JSON: {"kind", "x", "y", "seed"} in, p out."""

import json
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.model_selection import KFold, StratifiedKFold, permutation_test_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

PERMUTATIONS = 99

for line in sys.stdin:
    table = json.loads(line)
    x, y, seed = np.array(table["x"]), np.array(table["y"]), table["seed"]
    if table["kind"] == "r2":
        model = make_pipeline(StandardScaler(), RidgeCV(np.logspace(0, 4, 5)))
        folds, scoring = KFold(4, shuffle=True, random_state=seed), "r2"
    else:
        model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1))
        folds, scoring = StratifiedKFold(4, shuffle=True, random_state=seed), "accuracy"
    _, _, p = permutation_test_score(
        model, x, y, scoring=scoring, cv=folds, n_permutations=PERMUTATIONS, random_state=seed
    )
    print(p, flush=True)
