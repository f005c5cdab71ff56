import { nested, pythonOf, tableLines } from './python.js';
import type { SnippetWriter } from './snippet.js';

const names = {
  abs: 'ops.abs',
  ceil: 'ops.ceil',
  cos: 'ops.cos',
  exp: 'ops.exp',
  floor: 'ops.floor',
  log: 'ops.log',
  max: 'ops.maximum',
  min: 'ops.minimum',
  sin: 'ops.sin',
  sqrt: 'ops.sqrt',
  tanh: 'ops.tanh',
  PI: String(Math.PI),
  E: String(Math.E),
};

/** A LearningRateSchedule for Keras 3, on any of its backends; float32, as Keras has it. */
export const keras: SnippetWriter = {
  name: 'keras',
  summary: 'a LearningRateSchedule of Keras 3',
  write(course, notes) {
    const body =
      course.kind === 'formula'
        ? `        return ${nested(course.pieces, 'ops.where', (lr) => `ops.cast(${pythonOf(lr, names)}, "float32")`, '        ').trimStart()}`
        : course.corners.length === 1
          ? '        return ops.cast(RATES[0], "float32")'
          : [
              '        steps, rates = ops.convert_to_tensor(STEPS, "float32"), ops.convert_to_tensor(RATES, "float32")',
              '        i = ops.clip(ops.searchsorted(steps, ops.reshape(t, (1,)), side="right") - 1, 0, len(STEPS) - 2)[0]',
              '        part = ops.minimum(1.0, (t - steps[i]) / (steps[i + 1] - steps[i]))',
              '        return rates[i] + (rates[i + 1] - rates[i]) * part',
            ].join('\n');
    return [
      ...notes,
      'import keras',
      'from keras import ops',
      '',
      ...(course.kind === 'table' ? [...tableLines(course.corners), ''] : []),
      '',
      '@keras.saving.register_keras_serializable()',
      'class LearningRate(keras.optimizers.schedules.LearningRateSchedule):',
      '    """The learning rate of update t, counted from 0: keras.optimizers.SGD(LearningRate())."""',
      '',
      '    def __call__(self, step):',
      '        t = ops.cast(step, "float32")',
      body,
      '',
      '    def get_config(self):',
      '        return {}',
      '',
    ].join('\n');
  },
};
