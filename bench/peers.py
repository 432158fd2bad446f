"""PyTorch's side of `npm run bench -- --peers`: reads requests as JSON lines, answers in JSON lines. One thread.

A request names a case and a form of it: {"case", "form", "count", "epsilon"} trains `count` steps from the initial
weights and answers {"seconds"}; {"pixels": base64} brings the bytes of images; with "losses" it answers the losses before each step. A form is how the rows are
taken: "dense" as anyone writes it, others see `sparse_product`, "channels-last" is the images' layout in memory. Cases and numbers are those of
cases.ts and numbers.ts.
"""

import base64
import json
import sys
import time
import warnings

try:
    import numpy as np
    import torch
    from torch.nn import functional as F
except ImportError as missing:
    print(json.dumps({"missing": str(missing)}))
    sys.exit(1)

warnings.filterwarnings("ignore")
torch.set_num_threads(1)

CASES = {
    "imdb": dict(inputs=10000, units=[16, 16, 1], loss="bce", batch=512, ids=133, filters=[]),
    "reuters": dict(inputs=10000, units=[64, 64, 46], loss="ce", batch=512, ids=75, filters=[]),
    "13-64-64-1": dict(inputs=13, units=[64, 64, 1], loss="mse", batch=16, ids=0, filters=[]),
    "mnist-pixels": dict(inputs=784, units=[512, 10], loss="ce", batch=128, ids=0, filters=[], pixels=True),
    "mnist-dense": dict(inputs=784, units=[512, 10], loss="ce", batch=128, ids=0, filters=[]),
    "mnist-convnet": dict(
        inputs=784, units=[64, 10], loss="ce", batch=64, ids=0, filters=[(3, 3, 1, 32), (3, 3, 32, 64), (3, 3, 64, 64)]
    ),
}
SEEDS = dict(x=1, y=2, length=3, octave=4, id=5, weights=100)
OCTAVES = 14
DRAWS_PER_ROW = 4096
STEPS_BETWEEN_RESETS = 500
PIXELS = {}
MASK = np.uint64(0xFFFFFFFF)


def draw(i, seed):
    """numbers.ts's draw, of many at once."""
    u = np.uint64
    h = ((np.asarray(i).astype(u) + u(1)) * u(2654435761) + u(seed) * u(40503)) & MASK
    h = ((h ^ (h >> u(15))) * u(2246822519)) & MASK
    h = ((h ^ (h >> u(13))) * u(3266489917)) & MASK
    return h ^ (h >> u(16))


def uniform(shape, seed, low, high):
    values = low + (high - low) * (draw(np.arange(int(np.prod(shape))), seed).astype(np.float64) / 2.0**32)
    return torch.from_numpy(values.astype(np.float32).reshape(shape))


def initial_weights(c):
    """Kernels [in, units] and filters [height, width, in, out], each followed by its bias, as cases.ts lists them."""
    widths = [576 if c["filters"] else c["inputs"], *c["units"]]
    shapes = []
    for f in c["filters"]:
        shapes += [f, (f[3],)]
    for i, units in enumerate(c["units"]):
        shapes += [(widths[i], units), (units,)]
    weights = []
    for i, shape in enumerate(shapes):
        if len(shape) == 1:
            weights.append(torch.zeros(shape))
            continue
        field = np.prod(shape[:-2]) if len(shape) > 2 else 1
        limit = np.sqrt(6 / (field * (shape[-1] + shape[-2])))
        weights.append(uniform(shape, SEEDS["weights"] + i, -limit, limit))
    return weights


def sparse_rows(c):
    rows = []
    for row in range(c["batch"]):
        length = c["ids"] // 2 + int(draw(row, SEEDS["length"])) % (c["ids"] + 1)
        k = np.arange(row * DRAWS_PER_ROW, (row + 1) * DRAWS_PER_ROW)
        octave = np.uint64(1) << (draw(k, SEEDS["octave"]) % np.uint64(OCTAVES))
        drawn = (octave - np.uint64(1) + draw(k, SEEDS["id"]) % octave).astype(np.int64)
        ids = dict.fromkeys(drawn[drawn < c["inputs"]].tolist())
        rows.append(sorted(list(ids)[:length]))
    return rows


def targets(c):
    if c["loss"] == "mse":
        return uniform((c["batch"], 1), SEEDS["y"], -1, 1)
    classes = 2 if c["loss"] == "bce" else c["units"][-1]
    codes = torch.from_numpy((draw(np.arange(c["batch"]), SEEDS["y"]) % np.uint64(classes)).astype(np.int64))
    return codes if c["loss"] == "ce" else codes.float()[:, None]


class Sparse(torch.autograd.Function):
    """The product of sparse rows and a kernel by `forward`, and its gradient by `backward`: the transpose times dy."""

    @staticmethod
    def forward(ctx, kernel, forward, backward):
        ctx.transposed = backward
        return forward(kernel)

    @staticmethod
    def backward(ctx, dy):
        return ctx.transposed(dy), None, None


def bag(of, start, values):
    return F.embedding_bag(of, values, start, mode="sum")


def sparse_product(c, form):
    """The fastest products of a 0/1 matrix that PyTorch 1.13 has.

    embedding-bag: `nn.EmbeddingBag` with its dense gradient. csr: a CSR matrix, and for the gradient the same entries
    transposed, which need no order. two-bags: the gradient is a bag of the transpose's rows; the entries are sorted
    for it in the step, since epochs shuffle rows. two-bags-ahead: they are sorted beforehand, which a batch that is
    never dealt out anew allows.
    """
    rows = sparse_rows(c)
    start = torch.tensor([0, *np.cumsum([len(r) for r in rows])])
    ids = torch.tensor([i for r in rows for i in r])
    of_row = torch.tensor([at for at, r in enumerate(rows) for _ in r])
    if form == "embedding-bag":
        return lambda kernel: bag(ids, start[:-1], kernel)
    if form == "csr":
        ones = torch.ones(len(ids))
        x = torch.sparse_csr_tensor(start, ids, ones, (c["batch"], c["inputs"]))
        swapped = torch.stack([ids, of_row])
        return lambda kernel: Sparse.apply(
            kernel,
            lambda k: torch.sparse.mm(x, k),
            lambda dy: torch.sparse.mm(torch.sparse_coo_tensor(swapped, ones, (c["inputs"], c["batch"])), dy),
        )
    # Sixteen bits let numpy sort by radix, seven times as fast as torch.argsort.
    short_ids, short_rows = ids.numpy().astype(np.uint16), of_row.numpy()

    def transpose():
        counts = np.bincount(short_ids, minlength=c["inputs"])
        order = np.argsort(short_ids, kind="stable")
        return torch.from_numpy(short_rows[order]), torch.from_numpy(np.cumsum(counts) - counts)

    ahead = transpose() if form == "two-bags-ahead" else None
    return lambda kernel: Sparse.apply(
        kernel, lambda k: bag(ids, start[:-1], k), lambda dy: bag(*(ahead or transpose()), dy)
    )


def pixel_rows(c):
    """The rows of the bytes that a request {"pixels"} brought, as numbers.ts makes them."""
    count = c["batch"] * c["inputs"]
    return torch.from_numpy((PIXELS["bytes"][:count] / 255).astype(np.float32).reshape(c["batch"], c["inputs"]))


def first_layer(c, form):
    if c["ids"] > 0 and form != "dense":
        product = sparse_product(c, form)
        return lambda kernel, bias: product(kernel) + bias
    if c["ids"] == 0:
        x = pixel_rows(c) if c.get("pixels") else uniform((c["batch"], c["inputs"]), SEEDS["x"], 0, 1)
        return lambda kernel, bias: torch.addmm(bias, x, kernel)
    x = torch.zeros(c["batch"], c["inputs"])
    for at, row in enumerate(sparse_rows(c)):
        x[at, row] = 1
    return lambda kernel, bias: torch.addmm(bias, x, kernel)


class Training:
    def __init__(self, case, form, epsilon):
        c = CASES[case]
        self.c = c
        self.epsilon = epsilon
        self.initial = initial_weights(c)
        convolutions = len(c["filters"])
        for i in range(convolutions):
            self.initial[2 * i] = self.initial[2 * i].permute(3, 2, 0, 1).contiguous()
        if convolutions:
            # The rows of the first dense kernel come as [height, width, channel]; PyTorch flattens [channel, height, width].
            kernel = self.initial[2 * convolutions]
            swapped = kernel.reshape(3, 3, 64, -1).permute(2, 0, 1, 3).reshape(kernel.shape)
            self.initial[2 * convolutions] = swapped.contiguous()
            self.images = uniform((c["batch"], 28, 28, 1), SEEDS["x"], 0, 1).permute(0, 3, 1, 2).contiguous()
            if form == "channels-last":
                self.images = self.images.contiguous(memory_format=torch.channels_last)
                for i in range(0, 2 * convolutions, 2):
                    self.initial[i] = self.initial[i].contiguous(memory_format=torch.channels_last)
        else:
            self.first = first_layer(c, form)
        self.y = targets(c)
        self.weights = [torch.nn.Parameter(w.clone()) for w in self.initial]

    def reset(self):
        with torch.no_grad():
            for weight, initial in zip(self.weights, self.initial):
                weight.copy_(initial)
        # 1.13 updates one parameter after the other unless told; `foreach` is no faster here.
        self.optimizer = torch.optim.RMSprop(self.weights, lr=1e-3, alpha=0.9, eps=self.epsilon)

    def logits(self):
        w = self.weights
        at = 2 * len(self.c["filters"])
        if at:
            h = self.images
            for i in range(0, at, 2):
                h = torch.relu(F.conv2d(h, w[i], w[i + 1]))
                if i < at - 2:
                    h = F.max_pool2d(h, 2)
            h = torch.addmm(w[at + 1], h.flatten(1), w[at])
        else:
            h = self.first(w[0], w[1])
        for i in range(at + 2, len(w), 2):
            h = torch.addmm(w[i + 1], torch.relu(h), w[i])
        return h

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        h = self.logits()
        if self.c["loss"] == "mse":
            loss = F.mse_loss(h, self.y)
        elif self.c["loss"] == "bce":
            loss = F.binary_cross_entropy_with_logits(h, self.y)
        else:
            loss = F.cross_entropy(h, self.y)
        loss.backward()
        self.optimizer.step()
        return loss


def main():
    trainings = {}
    print(json.dumps({"torch": torch.__version__}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if "pixels" in asked:
            PIXELS["bytes"] = np.frombuffer(base64.b64decode(asked["pixels"]), dtype=np.uint8)
            print(json.dumps({}), flush=True)
            continue
        key = (asked["case"], asked["form"], asked["epsilon"])
        if key not in trainings:
            trainings[key] = Training(*key)
        training = trainings[key]
        if asked.get("losses"):
            training.reset()
            answer = {"losses": [training.step().item() for _ in range(asked["count"])]}
        else:
            start = time.perf_counter()
            for done in range(0, asked["count"], STEPS_BETWEEN_RESETS):
                training.reset()
                for _ in range(min(STEPS_BETWEEN_RESETS, asked["count"] - done)):
                    loss = training.step()
                loss.item()
            answer = {"seconds": time.perf_counter() - start}
        print(json.dumps(answer), flush=True)


main()
