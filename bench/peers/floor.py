"""What the machine can do: the rate of a matrix product and of a plain update, by the fastest library that is here.

The request has `bytes`, how much one update of each workload moves. An update is timed on arrays of that size, as those
that fit a cache move faster than others.
"""

import json
import sys
import time

import numpy as np

try:
    import torch
except ImportError:
    torch = None

SIDE = 1024
SMALLEST = 2**14  # weights: below, the call takes longer than the work


def fastest(work, seconds=0.5):
    """Smallest time of many: what the machine can do, not what it does beside other work."""
    best, end = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < end:
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return best


def numpy_product():
    a, b, out = (np.ones((SIDE, SIDE), np.float32) for _ in range(3))
    return lambda: np.matmul(a, b, out=out)


def torch_product():
    a, b, out = (torch.ones(SIDE, SIDE) for _ in range(3))
    return lambda: torch.matmul(a, b, out=out)


def numpy_update(size):
    weights, gradients = (np.ones(size, np.float32) for _ in range(2))
    return lambda: np.subtract(weights, gradients, out=weights)


def torch_update(size):
    weights, gradients = (torch.ones(size) for _ in range(2))
    return lambda: weights.sub_(gradients, alpha=1e-6)


def bytes_per_second(moved):
    """Of w <- w - lr g, which moves 12 bytes a weight."""
    updates = [numpy_update, *([torch_update] if torch else [])]
    size = max(SMALLEST, moved // 12)
    return size * 12 / min(fastest(update(size)) for update in updates)


products = [numpy_product, *([torch_product] if torch else [])]
flops_per_second = 2 * SIDE**3 / min(fastest(product()) for product in products)
rates = [bytes_per_second(moved) for moved in json.loads(sys.argv[1])["bytes"]]
print(json.dumps({"flopsPerSecond": flops_per_second, "bytesPerSecond": rates}))
