"""Builds the model beside this file in Keras 3 and loads its weights. Part of Stepwell, Apache-2.0.

    import predict, keras_model
    model = keras_model.build()

It takes prepared rows, not raw ones: `predict.prepare` makes them, and `inputs` puts them into the form that the model takes.
The layers and the order of the weights were checked against Keras's documentation; this file was not run with Keras.
"""

import keras
import numpy as np

import predict


def build():
    """The model with its weights; compile it before training it further."""
    header, weights = predict.load()
    spec = header["spec"]
    text, image = spec.get("text"), spec.get("image")
    words = text["vocabulary"] if text else 0
    beside = (text or image or {}).get("numbers", 0)
    # Beside words as ones they may go in with the words.
    joins = any(of["kind"] == "concatenate" for of in spec["layers"])
    numbers = keras.Input((beside,), name="numbers") if joins else None
    if image:
        first = keras.Input((image["height"], image["width"], image["channels"]), name="pixels")
    elif text and text["encoding"] == "sequences":
        first = keras.Input((None,), dtype="int32", name="words")
    elif text and joins:
        first = keras.Input((words,), name="words")
    else:
        first = keras.Input((spec["inputs"],), name="numbers")
    x, left, loads = first, iter(weights), []

    def keep(layer, count):
        """Weights can be set once the layer is built."""
        taken = [next(left) for _ in range(count)]
        loads.append((layer, taken))
        return layer

    for of in spec["layers"]:
        kind = of["kind"]
        if kind == "dense":
            x = keep(keras.layers.Dense(of["units"], activation=of["activation"]), 2)(x)
        elif kind == "dropout":
            x = keras.layers.Dropout(of["rate"])(x)
        elif kind == "conv2d":
            layer = keras.layers.Conv2D(of["filters"], of["kernelSize"], padding=of["padding"], activation=of["activation"])
            x = keep(layer, 2)(x)
        elif kind == "separable-conv2d":
            layer = keras.layers.SeparableConv2D(
                of["filters"], of["kernelSize"], padding=of["padding"], activation=of["activation"]
            )
            x = keep(layer, 3)(x)
        elif kind == "max-pooling":
            x = keras.layers.MaxPooling2D(2)(x)
        elif kind == "average-pooling":
            x = keras.layers.AveragePooling2D(2)(x)
        elif kind == "global-average-pooling":
            x = keras.layers.GlobalAveragePooling2D()(x)
        elif kind == "flatten":
            x = keras.layers.Flatten()(x)
        elif kind == "activation":
            x = keras.layers.Activation(of["activation"])(x)
        elif kind == "batch-normalization":
            x = keep(keras.layers.BatchNormalization(momentum=0.99, epsilon=0.001), 4)(x)
        elif kind == "embedding":
            average = of["pooling"] == "average"
            layer = keras.layers.Embedding(words + 1, of["dimensions"], mask_zero=average)
            vectors = next(left)
            # Keras masks id 0, so that the padding's row comes first and every word's id is one more.
            loads.append((layer, [np.concatenate([vectors[-1:], vectors[:-1]])]))
            x = layer(x)
            x = keras.layers.GlobalAveragePooling1D()(x) if average else keras.layers.Reshape((of["length"] * of["dimensions"],))(x)
        elif kind == "concatenate":
            own = numbers
            if "branch" in of:
                own = keep(keras.layers.Dense(of["branch"]["units"], activation="relu"), 2)(numbers)
            x = keras.layers.Concatenate()([x, own])
    model = keras.Model([first, numbers] if numbers is not None else first, x)
    for layer, taken in loads:
        layer.set_weights([one.astype(np.float32) for one in taken])
    return model


def inputs(numbers, ids, images=None):
    """What `predict.prepare` gives, in the form that the model takes; `images` are uint8, [rows, height, width, channels]."""
    header, _ = predict.load()
    text = header["spec"].get("text")
    joins = any(of["kind"] == "concatenate" for of in header["spec"]["layers"])
    if images is not None:
        pixels = images.astype(np.float32) * np.float32(header["preparation"]["image"]["scale"])
        return [pixels, numbers] if joins else pixels
    if text is None:
        return numbers
    if text["encoding"] == "multi-hot":
        hot = np.zeros((len(ids), text["vocabulary"]), np.float32)
        for row, words in enumerate(ids):
            hot[row, words] = 1
        return [hot, numbers] if joins else np.concatenate([hot, numbers], 1)
    flat = [of["length"] for of in header["spec"]["layers"] if of["kind"] == "embedding" and of["pooling"] == "flatten"]
    length = flat[0] if flat else max(1, *map(len, ids))
    filled = np.zeros((len(ids), length), np.int32)
    for row, words in enumerate(ids):
        last = [word + 1 for word in words[-length:]]
        filled[row, length - len(last) :] = last
    return [filled, numbers] if joins else filled
