import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatherInputs } from '../../../src/datasets/gather.js';
import type { Trainer, TrainerSetup } from '../../../src/engine/engine.js';
import { meanLoss } from '../../../src/engine/losses.js';
import { gather } from '../../../src/engine/targets.js';
import { tfjsModel } from '../../../src/storage/tfjs-model.js';
import { zoo } from '../model-zoo.js';
import { engines, optimizerOf, range, setupOf, using } from '../setups.js';

const files = new Map<string, string | Uint8Array>();
let server: Server;
let address: string;
beforeAll(async () => {
  server = createServer(({ url }, response) => {
    const content = files.get(url!);
    if (content === undefined) response.writeHead(404).end();
    else response.end(content);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

/** The model as `tf.loadLayersModel` reads it from a web server, which knows nothing of lr-tool. */
async function loaded(trainer: Trainer) {
  const topology = trainer.topology();
  if ('why' in topology) throw new Error(topology.why);
  files.clear();
  for (const { name, content } of tfjsModel(topology.json, await trainer.weights(), { tool: 'lr-tool test' })) {
    files.set(`/${name}`, content);
  }
  return loadLayersModel(`${address}/model.json`);
}

/** Mean loss of a plain model on rows of the data set. */
async function lossOf(model: Awaited<ReturnType<typeof loaded>>, { dataset, loss }: TrainerSetup, rows: Int32Array) {
  const inputs = tf.tensor(gatherInputs(dataset, rows), [rows.length, ...dataset.inputs.shape]);
  const outputs = model.predict(inputs) as Tensor;
  const predictions = {
    outputs: (await outputs.data()) as Float32Array,
    targets: gather(dataset, rows),
    rows: rows.length,
    width: outputs.shape[1]!,
  };
  tf.dispose([inputs, outputs]);
  model.dispose();
  return meanLoss(loss, predictions).loss;
}

describe.each(['cpu', 'wasm'] as const)('on %s, a saved model opened by TensorFlow.js alone', (backend) => {
  it.each(Object.keys(zoo))('gives the losses of the trainer: %s', async (name) => {
    const specimen = zoo[name]!;
    const setup = setupOf({ ...specimen, optimizer: optimizerOf('adam') });
    await using(engines.get(backend)!.createTrainer(setup), async (trainer) => {
      const rows = range(32);
      for (let i = 0; i < 3; i++) await trainer.step(0.01, [rows]);
      const { loss } = await trainer.evaluate(rows);
      expect(await lossOf(await loaded(trainer), setup, rows)).toBeCloseTo(loss, 6);
    });
  });
});

it('names only layers of TensorFlow.js, and keeps what it is told of itself', async () => {
  const setup = setupOf({ ...zoo['separable convolution']! });
  await using(engines.get('cpu')!.createTrainer(setup), async (trainer) => {
    const model = await loaded(trainer);
    expect(model.layers.map((layer) => layer.getClassName())).toEqual([
      'InputLayer',
      'SeparableConv2D',
      'Dropout',
      'Flatten',
      'Dense',
    ]);
    expect(model.getUserDefinedMetadata()).toEqual({ tool: 'lr-tool test' });
    model.dispose();
  });
});
