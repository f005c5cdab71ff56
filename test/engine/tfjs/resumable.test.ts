import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';
import { optimizerNames } from '../../../src/optimizers/all.js';
import { fakeIo } from '../../cli/fake-io.js';
import { datasetOf, labels, layersOf, onEveryBackend, optimizerOf, range, setupOf, using } from '../setups.js';

const folder = mkdtempSync(join(tmpdir(), 'lr-tool-resumable-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A layer that counts its calls: what it does is in no weight. */
const path = join(folder, 'model.mjs');
writeFileSync(
  path,
  `export default ({ tf, inputShape, outputs }) => {
    let calls = 0;
    class Counting extends tf.layers.Layer {
      call(inputs) { return tf.mul(Array.isArray(inputs) ? inputs[0] : inputs, tf.scalar(1 + ++calls)); }
      static className = 'Counting';
    }
    const model = tf.sequential();
    model.add(tf.layers.dense({ units: 4, inputShape }));
    model.add(new Counting());
    model.add(tf.layers.dense({ units: outputs }));
    return model;
  };`,
);

onEveryBackend('a run can go on from the state', (engine) => {
  it('of our layers, those that draw and remember too, with every optimizer', async () => {
    const layers = layersOf(
      { layer: 'dense', units: 8 },
      { layer: 'batch-normalization' },
      { layer: 'dropout', rate: 0.3 },
      { layer: 'dense', units: 3 },
    );
    for (const name of optimizerNames) {
      await using(engine().createTrainer(setupOf({ layers, optimizer: optimizerOf(name) })), async (trainer) => {
        expect(trainer.whyNotResumable).toBeNull();
        const before = await trainer.capture();
        await trainer.step(0.1, [range(8)]);
        expect(await trainer.capture()).not.toEqual(before);
      });
    }
  });

  it('but not of a model that remembers what is no weight', () =>
    using(
      engine().createTrainer(setupOf({ model: { kind: 'module', path }, dataset: datasetOf([5], labels(3)) })),
      async ({ whyNotResumable }) => expect(whyNotResumable).toMatch(/the same examples give another loss/),
    ));
});

it('a training that could not be resumed is refused at its start, unless it is to have no checkpoints', async () => {
  writeFileSync(
    join(folder, 'run.json'),
    JSON.stringify({ dataset: 'moons', model: { name: 'module', path }, backend: 'cpu', train: { epochs: 1 } }),
  );
  const train = async (...args: string[]) => {
    const io = fakeIo({ cwd: folder });
    return [await main(['train', 'run.json', '--max-lr', '0.01', '--allow-code', ...args], io), io.stderr()];
  };
  expect(await train()).toEqual([
    2,
    expect.stringMatching(/could not be resumed[\s\S]*hint: pass --checkpoint-every 0/),
  ]);
  expect((await train('--checkpoint-every', '0'))[0]).toBe(0);
  expect((await train('--no-save'))[0]).toBe(0);
});
