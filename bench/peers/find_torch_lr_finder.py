"""The range test of torch-lr-finder, as its README shows it: from the start of the process to the suggestion."""

import matplotlib
import torch
from torch.utils.data import DataLoader, TensorDataset
from torch_lr_finder import LRFinder

import pytorch_peer as peer
import workload as w

matplotlib.use("Agg")  # the suggestion comes with the plot; it is drawn to memory
torch.set_num_threads(w.request["threads"])

sweep = w.workload["sweep"]
x, y = peer.tensors(*w.load())
model = peer.network(w.layers)
optimizer = peer.optimizer(model)
for group in optimizer.param_groups:
    group["lr"] = sweep["startLr"]
finder = LRFinder(model, optimizer, peer.LOSSES[w.workload["loss"]], device="cpu")
finder.range_test(
    DataLoader(TensorDataset(x, y), batch_size=w.batch, shuffle=True), end_lr=sweep["endLr"], num_iter=sweep["steps"]
)
_, suggestion = finder.plot(suggest_lr=True)
finder.reset()
w.answer(steps=len(finder.history["lr"]), suggestion=suggestion, peakMb=w.peak_mb())
