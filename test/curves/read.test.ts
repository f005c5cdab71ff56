import { describe, expect, it } from 'vitest';
import { curveFormats, formatOf } from '../../src/curves/formats/all.js';
import { readCurve } from '../../src/curves/read.js';

const source = (text: string) => ({ where: 'file', bytes: new TextEncoder().encode(text) });
const read = (text: string, choice = {}) => readCurve(source(text), choice).curve;

const curve = { lr: [1e-3, 0.01, 0.1], loss: [2.5, 1.5, 0.5] };

/** The same three points as each tool writes them. */
const written: readonly { readonly by: string; readonly format: string; readonly text: string }[] = [
  { by: 'lr-tool', format: 'csv', text: 'step,lr,loss,smoothed\n0,0.001,2.5,2.5\n1,0.01,1.5,2\n2,0.1,0.5,1\n' },
  {
    by: 'Keras 2 CSVLogger',
    format: 'csv',
    text: 'epoch,accuracy,loss,lr,val_accuracy,val_loss\r\n0,.1,2.5,0.001,.1,NA\r\n1,.1,1.5,0.01,.1,9\r\n2,.1,0.5,0.1,.1,9\r\n',
  },
  {
    by: 'Keras 3 CSVLogger',
    format: 'csv',
    text: 'epoch,accuracy,learning_rate,loss\n0,.1,0.001,2.5\n1,.1,1e-2,1.5\n2,.1,0.1,0.5\n',
  },
  {
    by: 'Lightning, rate and loss in rows of their own',
    format: 'csv',
    text: 'epoch,lr-Adam,step,train_loss_epoch,train_loss_step,val_loss\n,0.001,0,,,\n0,,0,,2.5,\n,0.01,50,,,\n0,,50,,1.5,\n0,,50,2,,3\n,0.1,99,,,\n0,,99,,0.5,\n,1,149,,,\n',
  },
  { by: 'a spreadsheet', format: 'csv', text: '\ufeff"Learning rate";"Train loss"\n0.001;2.5\n\n0.01;1.5\n0.1;0.5' },
  { by: 'torch-lr-finder', format: 'json', text: '{"lr": [0.001, 0.01, 0.1], "loss": [2.5, 1.5, 0.5]}' },
  { by: 'fastai', format: 'json', text: '{"lrs": [0.001, 0.01, 0.1], "losses": [2.5, 1.5, 0.5], "iters": []}' },
  {
    by: 'Hugging Face',
    format: 'json',
    text: '{"best": null, "log_history": [{"loss": 2.5, "learning_rate": 0.001, "step": 1}, {"loss": 1.5, "learning_rate": 0.01, "step": 2}, {"eval_loss": 3, "step": 2}, {"loss": 0.5, "learning_rate": 0.1, "step": 3}]}',
  },
  {
    by: 'a logger of objects',
    format: 'json-lines',
    text: '{"train/lr": 0.001, "train/loss": 2.5}\n{"train/lr": 0.01, "train/loss": 1.5}\n\n{"train/lr": 0.1, "train/loss": 0.5}\n',
  },
];

describe('a curve', () => {
  it.each(written)('by $by is read', ({ text, format }) => {
    expect(formatOf(source(text)).name).toBe(format);
    expect(read(text)).toEqual(curve);
  });

  it.each([
    ['csv', 'lr,loss\n0.1,2\n0.2,NaN\n0.3,-inf\n0.4,\n,7\n'],
    ['json', '{"lr": [0.1, 0.2, 0.3, 0.4, null], "loss": [2, NaN, -Infinity, null, 7]}'],
    ['json-lines', '{"lr":0.1,"loss":2}\n{"lr":0.2,"loss":NaN}\n{"lr":0.3,"loss":-Infinity}\n{"lr":0.4}\n{"loss":7}'],
  ])('in %s has points that are not finite, and none without a rate', (_, text) => {
    expect(read(text)).toEqual({ lr: [0.1, 0.2, 0.3, 0.4], loss: [2, Number.NaN, -Infinity, Number.NaN] });
  });

  it('takes the columns that are asked for, by name or by position', () => {
    const text = 'lr,loss,val_loss\n0.1,1,2\n0.2,3,4\n';
    expect(read(text, { lossColumn: 'val_loss' }).loss).toEqual([2, 4]);
    expect(read('0.1,5\n0.2,6\n', { lrColumn: '0', lossColumn: '1' })).toEqual({ lr: [0.1, 0.2], loss: [5, 6] });
  });

  it('in UTF-16, as spreadsheets save it, is read', () => {
    const bytes = Buffer.from('\ufefflr\tloss\n0.1\t1\n', 'utf16le');
    expect(readCurve({ where: 'file', bytes }).curve).toEqual({ lr: [0.1], loss: [1] });
  });
});

const refused: readonly [what: string, text: string, says: readonly string[]][] = [
  ['several losses', 'lr,train_loss,batch_loss\n1,2,3\n', ['train_loss, batch_loss', "--loss-column 'train_loss'"]],
  ['several rates', 'lr-Adam/pg1,lr-Adam/pg2,loss\n1,2,3\n', ['lr-Adam/pg1, lr-Adam/pg2', '--lr-column']],
  ['no rate', 'step,loss\n1,2\n', ['learning rate', 'step, loss', '--lr-column']],
  ['validation losses only', 'lr,val_loss\n1,2\n', ['loss', 'lr, val_loss', '--loss-column']],
  ['no header', '1,2\n3,4\n', ['0, 1', '--lr-column']],
  ['a column twice', 'lr,loss,loss\n1,2,3\n', ['loss, loss']],
  ['a cell that is no number', 'lr,loss\n1,2\n3,x7\n', ["file line 3, column 'loss'", "'x7'"]],
  ['a decimal comma', 'lr;loss\n0,1;2\n', ['file line 2', "'0,1'", 'decimal point']],
  ['a negative rate', 'lr,loss\n-1,2\n', ['file line 2', '-1']],
  ['a ragged line', 'lr,loss\n1,2\n3\n', ['file line 3', '1 cells', '2']],
  ['a quote that does not end', 'lr,loss\n1,"2\n', ['file', 'Quote']],
  ['nothing', '', ['file', 'empty']],
  ['a header alone', 'lr,loss\n', ['no row']],
  ['lists of different lengths', '{"lr": [1, 2], "loss": [1]}', ["'lr' has 2", "'loss' has 1"]],
  ['JSON of other things', '{"a": 1}', ['neither lists']],
  ['broken JSON', '{"lr": [1, 2], "loss": [1, }', ['file:1:28']],
  ['a list in a cell', '{"lr": [1], "loss": [[1]]}', ['loss[0]', 'a list of 1']],
];

describe('an unreadable curve', () => {
  it.each(refused)('(%s) is told with its place', (_, text, says) => {
    let message = '';
    try {
      read(text);
    } catch (error) {
      const { message: what, hint, blame } = error as { message: string; hint: string; blame: string };
      expect(blame).toBe('user');
      message = `${what}\n${hint}`;
    }
    for (const part of says) expect(message).toContain(part);
  });

  it('asked for a column that is not there, says which are', () => {
    expect(() => read('lr,loss\n1,2\n', { lossColumn: 'los' })).toThrow(
      expect.objectContaining({ hint: "did you mean 'loss'?" }),
    );
    expect(() => read('lr,loss\n1,2\n', { lossColumn: '7' })).toThrow(
      expect.objectContaining({ hint: 'its columns: lr, loss' }),
    );
  });
});

it('every format has a line for docs, and a name of its own', () => {
  expect(new Set(curveFormats.map(({ name }) => name)).size).toBe(curveFormats.length);
  for (const { summary } of curveFormats) expect(summary).toMatch(/\w/);
});
