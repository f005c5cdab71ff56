"""What every peer shares: the request, the data, the clock and the answer.

A peer is run as `python PEER.py REQUEST`, where REQUEST is JSON:
  workload  see ../workloads.js
  data      folder with the Fashion-MNIST files
  threads   how many to compute with
  variant   which way of writing it
  seconds   how long to measure; absent: the peer is asked for something else
  start     folder with initial weights and batches (../ours/start.js): give the loss of each step from there
Its last line on stdout is a JSON object.
"""

import gzip
import json
import os
import resource
import sys
import time

import numpy as np

request = json.loads(sys.argv[1])
workload = request["workload"]
batch = workload["batch"]
layers = workload["layers"]
# Losses are compared without dropout, as its random numbers differ.
layers_without_dropout = [layer for layer in layers if layer["kind"] not in ("dropout", "spatial-dropout")]

WARM_UP = 20  # steps that allocate and compile


def only_one_core():
    """For the frameworks that cannot be told otherwise. Linux only; elsewhere the variant is refused."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def load():
    """The training examples, float32 and in [0, 1], and their labels: read as users read them, kept in memory."""
    if workload["data"] == "random-binary":
        random = np.random.default_rng(42)
        x = random.random((workload["rows"], *workload["input"]), dtype=np.float32)
        return x, random.integers(0, 2, workload["rows"])
    x = idx("train-images-idx3-ubyte.gz", 16).reshape(-1, *workload["input"])
    return x.astype(np.float32) / np.float32(255), idx("train-labels-idx1-ubyte.gz", 8).astype(np.int64)


def idx(name, header):
    with gzip.open(os.path.join(request["data"], name)) as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


def load_start():
    """Initial weights (Keras layout, in the order of the layers) and the batches of each step."""
    read = lambda name, kind: np.fromfile(os.path.join(request["start"], name), kind)
    x = read("x.f32", np.float32).reshape(-1, batch, *workload["input"])
    y = read("y.i32", np.int32).reshape(-1, batch).astype(np.int64)
    weights, flat = [], read("weights.f32", np.float32)
    for shape in workload["weights"]:
        size = int(np.prod(shape))
        weights.append(flat[:size].reshape(shape))
        flat = flat[size:]
    assert flat.size == 0, f"{flat.size} weights are left over"
    return weights, x, y


def batches(rows):
    """Row numbers of one batch after another, shuffled anew for each epoch; without the last, smaller batch."""
    while True:
        order = np.random.permutation(rows)
        for start in range(0, rows - batch + 1, batch):
            yield order[start : start + batch]


def measure(step):
    """Milliseconds per call. The rule is that of ../ours/time.js."""
    limit = time.perf_counter() + request["seconds"]
    for done in range(WARM_UP):
        if done >= 2 and time.perf_counter() > limit:
            break
        step()
    count, begin = 0, time.perf_counter()
    while count < 3 or time.perf_counter() - begin < request["seconds"]:
        step()
        count += 1
    return {"msPerStep": (time.perf_counter() - begin) / count * 1e3, "steps": count}


def peak_mb():
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20)


def answer(**values):
    print(json.dumps(values), flush=True)
