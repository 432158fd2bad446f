"""One short fit of scikit-learn on MNIST, on one thread: CPU seconds, and accuracy on the last fifth of the training images.

OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python3 bench/mlp-on-mnist.py ../shared/data/mnist
"""

import gzip
import pathlib
import sys
import time
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

HEADERS = {"images": 16, "labels": 8}
folder = pathlib.Path(sys.argv[1])


def read(kind: str, name: str) -> np.ndarray:
    """The bytes of an IDX file behind its header."""
    packed = (folder / name).read_bytes()
    return np.frombuffer(gzip.decompress(packed), np.uint8)[HEADERS[kind] :]


pixels = read("images", "train-images-idx3-ubyte.gz").reshape(-1, 784) / 255
digits = read("labels", "train-labels-idx1-ubyte.gz")
trained = len(digits) * 4 // 5
warnings.simplefilter("ignore", ConvergenceWarning)
started = time.process_time()
model = MLPClassifier((100,), max_iter=10, batch_size=200, random_state=0)
model.fit(pixels[:trained], digits[:trained])
print(f"{time.process_time() - started:.1f} s, {model.score(pixels[trained:], digits[trained:]):.4f}")
