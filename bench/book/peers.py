"""The book's trainings in PyTorch on one thread: as many epochs, on as many rows, at the same batch, as Stepwell's runs.

Usage: python3 peers.py DATA NAME…; prints a line of JSON for each configuration: {"name", "seconds"}.
"""
import collections
import csv
import gzip
import json
import sys
import time

import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
csv.field_size_limit(10**9)
SEPARATORS = str.maketrans({c: ' ' for c in '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'})


def read(path):
    with gzip.open(path, 'rt', newline='') as file:
        return list(csv.DictReader(file))


def multi_hot(texts, train, words=10_000):
    split = [text.lower().translate(SEPARATORS).split() for text in texts]
    counts = collections.Counter(word for i in train for word in split[i])
    place = {word: i for i, (word, _) in enumerate(counts.most_common(words))}
    x = torch.zeros(len(texts), words)
    for row, text in enumerate(split):
        x[row, [place[word] for word in set(text) if word in place]] = 1
    return x


def dense(inputs, units, outputs, dropout=0.0):
    layers = []
    for width in units:
        layers += [nn.Linear(inputs, width), nn.ReLU()] + ([nn.Dropout(dropout)] if dropout else [])
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, outputs))


def convnet():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(64, 64, 3), nn.ReLU(), nn.Flatten(),
        nn.Linear(576, 64), nn.ReLU(), nn.Linear(64, 10),
    )


def train(model, x, y, loss, batch, epochs, validation=None, l2=0.0, adam=False):
    """Seconds of the epochs, validation rows included."""
    if adam:
        optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    else:
        optimizer = torch.optim.RMSprop(model.parameters(), lr=0.001, alpha=0.9, eps=1e-7)
    began = time.perf_counter()
    for _ in range(epochs):
        model.train()
        order = torch.randperm(len(x))
        for at in range(0, len(x), batch):
            rows = order[at:at + batch]
            optimizer.zero_grad()
            value = loss(model(x[rows]), y[rows])
            if l2:
                value = value + l2 * sum((p * p).sum() for p in model.parameters() if p.dim() > 1)
            value.backward()
            optimizer.step()
        if validation is not None:
            model.eval()
            with torch.no_grad():
                for at in range(0, len(validation[0]), 1024):
                    loss(model(validation[0][at:at + 1024]), validation[1][at:at + 1024])
    return time.perf_counter() - began


def say(name, seconds):
    print(json.dumps({'name': name, 'seconds': round(seconds, 2)}), flush=True)


def binary(model, y):
    return nn.functional.binary_cross_entropy_with_logits(model.squeeze(1), y)


def imdb(data, which):
    rows = read(f'{data}/imdb/imdb.csv.gz')
    parts = collections.defaultdict(list)
    for i, row in enumerate(rows):
        parts[row['split']].append(i)
    x = multi_hot([row['text'] for row in rows], parts['train'])
    y = torch.tensor([float(row['label']) for row in rows])
    learn, test = parts['train'], parts['test']
    if which == 'imdb':
        some, held = learn[::5] + learn[1::5] + learn[2::5], learn[3::5] + learn[4::5]
        seconds = train(dense(10_000, [16, 16], 1), x[some], y[some], binary, 512, 20, (x[held], y[held]))
        say('imdb 16-16', seconds + train(dense(10_000, [16, 16], 1), x[learn], y[learn], binary, 512, 4))
        return
    held = test[::2]
    whole = learn + held
    for name, units, options in [
        ('16-16, L2 0.001', [16, 16], {'l2': 0.001}), ('4-4', [4, 4], {}), ('16-16, dropout 0.5', [16, 16], {'dropout': 0.5}),
        ('16-16', [16, 16], {}), ('512-512', [512, 512], {}),
    ]:
        dropout = options.get('dropout', 0.0)
        l2 = options.get('l2', 0.0)
        seconds = train(dense(10_000, units, 1, dropout), x[learn], y[learn], binary, 512, 20, (x[held], y[held]), l2)
        say(f'overfitting {name}', seconds + train(dense(10_000, units, 1, dropout), x[whole], y[whole], binary, 512, 4, None, l2))


def reuters(data):
    rows = [row for row in read(f'{data}/reuters21578/reuters46.csv.gz') if row['lewissplit'] == 'TRAIN']
    x = multi_hot([row['title'] + ' ' + row['body'] for row in rows], range(len(rows)))
    y = torch.tensor([int(row['label']) for row in rows])
    held, some = list(range(0, len(rows), 5)), [i for i in range(len(rows)) if i % 5]
    for name, units, batch in [('64-64', [64, 64], 512), ('64-4', [64, 4], 128)]:
        loss = nn.functional.cross_entropy
        seconds = train(dense(10_000, units, 46), x[some], y[some], loss, batch, 20, (x[held], y[held]))
        say(f'reuters {name}', seconds + train(dense(10_000, units, 46), x, y, loss, batch, 8))


def squares(output, y):
    return nn.functional.mse_loss(output.squeeze(1), y)


def folds(name, x, y, epochs, final, adam):
    seconds = 0.0
    for fold in range(4):
        held, some = list(range(fold, len(x), 4)), [i for i in range(len(x)) if i % 4 != fold]
        seconds += train(dense(x.shape[1], [64, 64], 1), x[some], y[some], squares, 16, epochs, (x[held], y[held]), adam=adam)
    say(name, seconds + train(dense(x.shape[1], [64, 64], 1), x, y, squares, 16, final, adam=adam))


def numbers(path, target, drop, rows):
    with open(path, newline='') as file:
        table = [row for row in csv.DictReader(file) if all(value != '' for value in row.values())][:rows]
    names = [name for name in table[0] if name != target and name not in drop]
    x = np.array([[float(row[name]) for name in names] for row in table], np.float32)
    y = np.array([float(row[target]) for row in table], np.float32)
    return torch.tensor((x - x.mean(0)) / x.std(0)), torch.tensor((y - y.mean()) / y.std())


def idx(path, head):
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8, offset=head)


def mnist(data, which):
    images = torch.tensor(idx(f'{data}/mnist/train-images-idx3-ubyte.gz', 16).reshape(-1, 784).astype(np.float32) / 255)
    y = torch.tensor(idx(f'{data}/mnist/train-labels-idx1-ubyte.gz', 8).astype(np.int64))
    x = images.reshape(-1, 1, 28, 28) if which == 'mnist-convnet' else images
    make, batch, name = (convnet, 64, 'mnist-convnet convnet') if which == 'mnist-convnet' else (lambda: dense(784, [512], 10), 128, 'mnist 512')
    held = list(range(0, len(x), 5))
    some = [i for i in range(len(x)) if i % 5]
    loss = nn.functional.cross_entropy
    seconds = train(make(), x[some], y[some], loss, batch, 5, (x[held], y[held]))
    say(name, seconds + train(make(), x, y, loss, batch, 5))


data, names = sys.argv[1], sys.argv[2:]
for name in names:
    torch.manual_seed(0)
    if name in ('imdb', 'overfitting'):
        imdb(data, name)
    elif name == 'reuters':
        reuters(data)
    elif name == 'boston':
        folds('boston 64-64', *numbers(f'{data}/boston-housing/data.csv', 'MEDV', [], 405), 100, 80, False)
    elif name == 'california':
        folds('california 64-64', *numbers(f'{data}/california-housing/housing.csv', 'median_house_value', ['ocean_proximity'], 480), 50, 50, True)
    elif name in ('mnist', 'mnist-convnet'):
        mnist(data, name)
