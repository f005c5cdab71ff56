import { nested, pythonOf, tableLines } from './python.js';
import type { SnippetWriter } from './snippet.js';

const names = {
  abs: 'jnp.abs',
  ceil: 'jnp.ceil',
  cos: 'jnp.cos',
  exp: 'jnp.exp',
  floor: 'jnp.floor',
  log: 'jnp.log',
  max: 'jnp.maximum',
  min: 'jnp.minimum',
  sin: 'jnp.sin',
  sqrt: 'jnp.sqrt',
  tanh: 'jnp.tanh',
  PI: 'jnp.pi',
  E: 'jnp.e',
};

/** A schedule of optax: a function of the count, which may be traced. float32, as JAX has it. */
export const optax: SnippetWriter = {
  name: 'optax',
  summary: 'a schedule of optax (JAX)',
  write(course, notes) {
    const answer =
      course.kind === 'formula'
        ? nested(course.pieces, 'jnp.where', (lr) => `jnp.float32(${pythonOf(lr, names)})`, '    ').trimStart()
        : 'jnp.interp(t, jnp.asarray(STEPS, jnp.float32), jnp.asarray(RATES, jnp.float32))';
    return [
      ...notes,
      'import jax.numpy as jnp',
      '',
      ...(course.kind === 'table' ? [...tableLines(course.corners), ''] : []),
      '',
      'def learning_rate(count):',
      '    """The learning rate of update `count`, counted from 0: optax.sgd(learning_rate)."""',
      '    t = jnp.asarray(count, jnp.float32)',
      `    return ${answer}`,
      '',
    ].join('\n');
  },
};
