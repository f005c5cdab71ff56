"""Runs the programs of a folder and prints, for each, how far its learning rates are from the expected ones.

python check.py LIBRARY FOLDER: FOLDER holds NAME.py and NAME.json, the latter a list of rates.
"""
import importlib.util
import json
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
library, folder = sys.argv[1], pathlib.Path(sys.argv[2])


def module_of(path):
    spec = importlib.util.spec_from_file_location(path.stem.replace("-", "_"), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pytorch_rates(module, count):
    import torch

    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=123.0)
    scheduler = module.scheduler_for(optimizer)
    rates = []
    for _ in range(count):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return rates


def keras_rates(module, count):
    import keras
    import tensorflow as tf

    optimizer = keras.optimizers.SGD(module.LearningRate())
    optimizer.build([keras.Variable([0.0])])
    optimizer.iterations.assign(count // 2)
    rate_at = tf.function(module.LearningRate())
    rates = [float(rate_at(tf.constant(step, "int64"))) for step in range(count)]
    assert abs(float(optimizer.learning_rate) - rates[count // 2]) <= 1e-6 * max(map(abs, rates))
    return rates


def optax_rates(module, count):
    import jax
    import jax.numpy as jnp
    import optax

    optax.sgd(module.learning_rate).init({"w": jnp.zeros(1)})
    schedule = jax.jit(module.learning_rate)
    return [float(schedule(jnp.int32(step))) for step in range(count)]


rates_by = {"pytorch": pytorch_rates, "keras": keras_rates, "optax": optax_rates}
for program in sorted(folder.glob("*.py")):
    expected = json.loads(program.with_suffix(".json").read_text())
    found = rates_by[library](module_of(program), len(expected))
    highest = max(map(abs, expected))
    worst = max(abs(a - b) for a, b in zip(found, expected)) / highest
    print(json.dumps({"name": program.stem, "worst": worst}))
