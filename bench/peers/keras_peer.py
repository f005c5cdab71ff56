"""Keras 3 on TensorFlow: model.fit on arrays, or train_on_batch on rows picked by a permutation."""

import os
import time as clock

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import tensorflow as tf
from keras import layers as kl

import workload as w

LOSSES = {
    "softmax": lambda: keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    "sigmoid": lambda: keras.losses.BinaryCrossentropy(from_logits=True),
}
LAYERS = {
    "conv": lambda a: kl.Conv2D(a["filters"], a["kernel"], activation=a.get("activation")),
    "pool": lambda a: kl.MaxPooling2D(2),
    "global-average": lambda a: kl.GlobalAveragePooling2D(),
    "dense": lambda a: kl.Dense(a["units"], activation=a.get("activation")),
    "dropout": lambda a: kl.Dropout(a["rate"]),
    "spatial-dropout": lambda a: kl.SpatialDropout2D(a["rate"]),
}


def network(layers):
    model = keras.Sequential([keras.Input(w.workload["input"]), *(LAYERS[a["kind"]](a) for a in layers)])
    settings = w.workload["optimizer"]
    if settings["name"] == "adam":
        optimizer = keras.optimizers.Adam(settings["lr"], epsilon=settings["eps"])
    else:
        optimizer = keras.optimizers.SGD(settings["lr"])
    model.compile(optimizer, LOSSES[w.workload["loss"]]())
    return model


class EpochClock(keras.callbacks.Callback):
    """The time of the steps, without what `fit` does before the first and after the last."""

    def on_epoch_begin(self, epoch, logs=None):
        self.begin = clock.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.seconds = clock.perf_counter() - self.begin


def set_threads():
    tf.config.threading.set_intra_op_parallelism_threads(w.request["threads"])
    tf.config.threading.set_inter_op_parallelism_threads(w.request["threads"])


def time_fit(model, x, y):
    def fit(steps):
        rows, epoch = steps * w.batch, EpochClock()
        model.fit(x[:rows], y[:rows], batch_size=w.batch, verbose=0, callbacks=[epoch])
        return epoch.seconds

    fit(w.WARM_UP)  # builds the function
    few = fit(w.WARM_UP)
    steps = min(len(x) // w.batch, max(3, round(w.request["seconds"] / few * w.WARM_UP)))
    seconds, done = 0, 0
    while seconds < w.request["seconds"] * 0.8:  # the data may be too short for one epoch of that time
        seconds += fit(steps)
        done += steps
    return {"msPerStep": seconds / done * 1e3, "steps": done}


def time_batches(model, x, y):
    rows = w.batches(len(x))

    def step():
        picked = next(rows)
        return float(model.train_on_batch(x[picked], y[picked]))

    return w.measure(step)


def time():
    x, y = w.load()
    model = network(w.layers)
    measured = {"fit": time_fit, "train_on_batch": time_batches}[w.request["variant"]](model, x, y)
    return {**measured, "parameters": model.count_params()}


def losses():
    weights, xs, ys = w.load_start()
    model = network(w.layers_without_dropout)
    model.set_weights(weights)

    def step(x, y):
        model.reset_metrics()  # what train_on_batch gives is a mean over all steps since
        return float(model.train_on_batch(x, y))

    return [step(x, y) for x, y in zip(xs, ys)]


if __name__ == "__main__":
    set_threads()
    result = {**time(), "peakMb": w.peak_mb()}
    w.answer(**result, losses=losses() if "start" in w.request else None)
