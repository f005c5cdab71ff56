import { expect, it } from 'vitest';
import { sweptKeyOf } from '../../src/config/sweep-values.js';

it.each([
  ['batchSize=16, 64 ,256', 'batchSize', ['16', '64', '256']],
  ['optimizer.weightDecay=0,1e-4', 'optimizer.weightDecay', ['0', '1e-4']],
  ['model.hidden=[64],[64,32]', 'model.hidden', ['[64]', '[64,32]']],
  ['model.layers[2].rate=0,0.5', 'model.layers[2].rate', ['0', '0.5']],
  ['optimizer={"name":"sgd","momentum":0},adam', 'optimizer', ['{"name":"sgd","momentum":0}', 'adam']],
  ['a="x,y",z', 'a', ['"x,y"', 'z']],
  ['a=b=1,2', 'a', ['b=1', '2']],
])('%s is a key and its values', (typed, key, texts) => expect(sweptKeyOf(typed)).toMatchObject({ key, texts }));

it.each([
  ['batchSize', 'must be key.path=value,value'],
  ['=1,2', 'must be key.path=value,value'],
  ['a..b=1,2', 'must be key.path=value,value'],
  ['batchSize=16', "one value, '16', has nothing beside it"],
  ['batchSize=', 'a value is empty'],
  ['batchSize=16,,32', 'a value is empty'],
  ['seed=1,2', 'seed cannot be swept'],
  ['find.steps=1,2', 'find.steps cannot be swept'],
  ['dataset.rows=1,2', 'dataset.rows cannot be swept'],
  ['loss=mse,mae', 'loss cannot be swept'],
  ['optimizer.__proto__=1,2', 'this key is not allowed'],
])('%s is refused: %s', (typed, says) => {
  expect(() => sweptKeyOf(typed)).toThrow(expect.objectContaining({ code: 'SWEEP', blame: 'user' }));
  expect(() => sweptKeyOf(typed)).toThrow(`--sweep ${typed}: ${says}`);
});
