"""JAX: the whole step, picking of the rows included, is one jitted function whose state is donated."""

import os

import workload as w

os.environ["JAX_PLATFORMS"] = "cpu"
if w.request["threads"] == 1:
    w.only_one_core()

from functools import partial

import jax
import jax.numpy as jnp
from jax import lax


def initial_weights(key):
    shapes = [tuple(shape) for shape in w.workload["weights"]]
    return [
        jnp.zeros(shape) if len(shape) == 1 else jax.nn.initializers.glorot_uniform()(k, shape)
        for k, shape in zip(jax.random.split(key, len(shapes)), shapes)
    ]


def drop(x, rate, key, shape):
    return jnp.where(jax.random.bernoulli(key, 1 - rate, shape), x / (1 - rate), 0)


def apply(layers, weights, x, key):
    weights = iter(weights)
    for number, layer in enumerate(layers):
        match layer["kind"]:
            case "conv":
                x = lax.conv_general_dilated(x, next(weights), (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC"))
                x = x + next(weights)
            case "pool":
                # lax.reduce_window, which flax uses, takes twice as long for the whole step: its gradient is slow on CPU
                rows, height, width, channels = x.shape
                x = x.reshape(rows, height // 2, 2, width // 2, 2, channels).max((2, 4))
            case "global-average":
                x = x.mean((1, 2))
            case "dense":
                x = x @ next(weights) + next(weights)
            case "dropout":
                x = drop(x, layer["rate"], jax.random.fold_in(key, number), x.shape)
            case "spatial-dropout":
                x = drop(x, layer["rate"], jax.random.fold_in(key, number), (x.shape[0], 1, 1, x.shape[-1]))
        if layer.get("activation") == "relu":
            x = jax.nn.relu(x)
    return x


def loss_of(layers, weights, x, y, key):
    logits = apply(layers, weights, x, key)
    if w.workload["loss"] == "sigmoid":
        logits, y = logits[:, 0], y.astype(logits.dtype)
        return jnp.mean(jnp.maximum(logits, 0) - logits * y + jnp.log1p(jnp.exp(-jnp.abs(logits))))
    return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(logits), y[:, None], 1))


def sgd(weights, gradients, slots, t, lr):
    return [p - lr * g for p, g in zip(weights, gradients)], slots


def adam(weights, gradients, slots, t, lr, beta1=0.9, beta2=0.999):
    mean = [beta1 * m + (1 - beta1) * g for m, g in zip(slots[0], gradients)]
    square = [beta2 * v + (1 - beta2) * g * g for v, g in zip(slots[1], gradients)]
    b1, b2, eps = 1 - beta1**t, 1 - beta2**t, w.workload["optimizer"]["eps"]
    return [p - lr * (m / b1) / (jnp.sqrt(v / b2) + eps) for p, m, v in zip(weights, mean, square)], (mean, square)


UPDATES = {"sgd": sgd, "adam": adam}


def train_step(layers):
    update = UPDATES[w.workload["optimizer"]["name"]]

    @partial(jax.jit, donate_argnums=(0,))
    def step(state, data, picked, lr):
        weights, slots, t, key = state
        key, now = jax.random.split(key)
        loss, gradients = jax.value_and_grad(partial(loss_of, layers))(weights, data[0][picked], data[1][picked], now)
        weights, slots = update(weights, gradients, slots, t + 1, lr)
        return (weights, slots, t + 1, key), loss

    return step


def state_of(weights):
    zeros = lambda: [jnp.zeros_like(p) for p in weights]
    slots = (zeros(), zeros()) if w.workload["optimizer"]["name"] == "adam" else ()
    return weights, slots, jnp.int32(0), jax.random.key(1)


def trainer(layers, weights, data):
    step, state, lr = train_step(layers), state_of(weights), w.workload["optimizer"]["lr"]

    def run(picked):
        nonlocal state
        state, loss = step(state, data, picked, lr)
        return float(loss)

    return run


def time():
    data = [jnp.asarray(part) for part in w.load()]
    weights = initial_weights(jax.random.key(0))
    parameters = sum(p.size for p in weights)
    run, rows = trainer(w.layers, weights, data), w.batches(len(data[0]))
    return {**w.measure(lambda: run(next(rows))), "parameters": parameters}


def losses():
    weights, xs, ys = w.load_start()
    data = [jnp.asarray(part.reshape(-1, *part.shape[2:])) for part in (xs, ys)]
    run = trainer(w.layers_without_dropout, [jnp.asarray(p) for p in weights], data)
    return [run(jnp.arange(w.batch) + i * w.batch) for i in range(len(xs))]


if __name__ == "__main__":
    result = {**time(), "peakMb": w.peak_mb()}
    w.answer(**result, losses=losses() if "start" in w.request else None)
