"""A range test as a Keras callback, the way Keras users have it: from the start of the process to the suggestion.

The learning rate grows from batch to batch; the losses are smoothed and the steepest place is the suggestion; the sweep
stops when the loss is four times its best, and the weights are put back afterwards.
"""

import numpy as np
import keras_peer as peer
import workload as w

keras, sweep = peer.keras, w.workload["sweep"]


class RangeTest(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.rates = np.geomspace(sweep["startLr"], sweep["endLr"], sweep["steps"])
        self.losses, self.best = [], np.inf

    def on_train_begin(self, logs=None):
        self.before = self.model.get_weights()

    def on_train_batch_begin(self, batch, logs=None):
        self.model.optimizer.learning_rate.assign(self.rates[batch])

    def on_train_batch_end(self, batch, logs=None):
        sum_before = sum(self.losses)
        self.losses.append(logs["loss"] * (batch + 1) - sum_before)  # Keras gives the mean of the epoch so far
        self.best = min(self.best, self.losses[-1])
        if not self.losses[-1] <= 4 * self.best:
            self.model.stop_training = True

    def on_train_end(self, logs=None):
        self.model.set_weights(self.before)

    def suggestion(self, beta=0.9):
        smooth, mean = [], 0
        for count, loss in enumerate(self.losses, 1):
            mean = beta * mean + (1 - beta) * loss
            smooth.append(mean / (1 - beta**count))
        rates = self.rates[: len(smooth)]
        return float(rates[np.nanargmin(np.gradient(smooth, np.log(rates)))])


peer.set_threads()
x, y = w.load()
rows = np.random.permutation(len(x))[: sweep["steps"] * w.batch]
model, test = peer.network(w.layers), RangeTest()
model.fit(x[rows], y[rows], batch_size=w.batch, verbose=0, callbacks=[test])
w.answer(steps=len(test.losses), suggestion=test.suggestion(), peakMb=w.peak_mb())
