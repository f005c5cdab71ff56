"""PyTorch: a tensor in memory indexed by a permutation, eager or with torch.compile."""

import torch
from torch import nn

import workload as w

LOSSES = {"softmax": nn.functional.cross_entropy, "sigmoid": nn.functional.binary_cross_entropy_with_logits}


def network(layers):
    shape, modules = list(w.workload["input"]), []
    for layer in layers:
        match layer["kind"]:
            case "conv":
                modules.append(nn.Conv2d(shape[-1], layer["filters"], layer["kernel"]))
                side = shape[0] - layer["kernel"] + 1
                shape = [side, side, layer["filters"]]
            case "pool":
                modules.append(nn.MaxPool2d(2))
                shape = [shape[0] // 2, shape[1] // 2, shape[2]]
            case "global-average":
                modules += [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
                shape = shape[-1:]
            case "dense":
                modules.append(nn.Linear(shape[-1], layer["units"]))
                shape = [layer["units"]]
            case "dropout":
                modules.append(nn.Dropout(layer["rate"]))
            case "spatial-dropout":
                modules.append(nn.Dropout2d(layer["rate"]))
        if layer.get("activation") == "relu":
            modules.append(nn.ReLU())
    return nn.Sequential(*modules)


def optimizer(model):
    settings = w.workload["optimizer"]
    if settings["name"] == "adam":
        return torch.optim.Adam(model.parameters(), lr=settings["lr"], eps=settings["eps"], fused=True)
    return torch.optim.SGD(model.parameters(), lr=settings["lr"], fused=True)


def tensors(x, y):
    """Images in PyTorch's order of axes; the labels of a sigmoid as numbers."""
    x = torch.from_numpy(x)
    if x.dim() == 4:
        x = x.permute(0, 3, 1, 2).contiguous()
    y = torch.from_numpy(y)
    return x, y.float().unsqueeze(1) if w.workload["loss"] == "sigmoid" else y


def train_step(model):
    criterion, update = LOSSES[w.workload["loss"]], optimizer(model)
    forward = torch.compile(model) if w.request["variant"] == "compile" else model

    def step(x, y):
        update.zero_grad()
        loss = criterion(forward(x), y)
        loss.backward()
        update.step()
        return loss.item()

    return step


def set_weights(model, weights):
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), weights, strict=True):
            order = {1: (0,), 2: (1, 0), 4: (3, 2, 0, 1)}[value.ndim]
            parameter.copy_(torch.from_numpy(value.transpose(order).copy()))


def time():
    x, y = tensors(*w.load())
    model = network(w.layers)
    step, rows = train_step(model), w.batches(len(x))

    def indexed_step():
        picked = torch.from_numpy(next(rows))
        return step(x[picked], y[picked])

    return {**w.measure(indexed_step), "parameters": sum(p.numel() for p in model.parameters())}


def losses():
    weights, xs, ys = w.load_start()
    model = network(w.layers_without_dropout)
    set_weights(model, weights)
    step = train_step(model)
    return [step(*tensors(x, y)) for x, y in zip(xs, ys)]


if __name__ == "__main__":
    torch.set_num_threads(w.request["threads"])
    result = {**time(), "peakMb": w.peak_mb()}
    w.answer(**result, losses=losses() if "start" in w.request else None)
