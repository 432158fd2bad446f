"""NDCG@10, or mean average precision, of pointwise rankers on the test queries of a Stepwell run.

usage: peers.py TASK.json
TASK: {measure, train: [{query, x, grade}], test: [...]}. Logistic regression ranks by the expected grade of its classes. Prints one
JSON object.
"""
import json
import sys
import warnings

import numpy as np
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import average_precision_score, ndcg_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
task = json.load(open(sys.argv[1]))


def columns(rows):
    return tuple(np.array([row[name] for row in rows]) for name in ("x", "grade", "query"))


x, y, _ = columns(task["train"])
x_test, y_test, queries = columns(task["test"])


def score(predicted):
    scores = []
    for query in np.unique(queries):
        grades, own = y_test[queries == query], predicted[queries == query]
        if len(set(grades)) < 2:
            continue
        if task["measure"] == "ndcg@10":
            scores.append(ndcg_score([grades], [own], k=10))
        else:
            scores.append(average_precision_score(grades > 0, own))
    return float(np.mean(scores))


logistic = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)).fit(x, y)
ridge = make_pipeline(StandardScaler(), Ridge()).fit(x, y)
boosting = HistGradientBoostingRegressor(random_state=0).fit(x, y)
print(
    json.dumps(
        {
            "logistic": score(logistic.predict_proba(x_test) @ logistic.classes_),
            "ridge": score(ridge.predict(x_test)),
            "boosting": score(boosting.predict(x_test)),
        }
    )
)
