import { pythonOf, tableLines } from './python.js';
import type { SnippetWriter } from './snippet.js';

const names = {
  abs: 'abs',
  ceil: 'math.ceil',
  cos: 'math.cos',
  exp: 'math.exp',
  floor: 'math.floor',
  log: 'math.log',
  max: 'max',
  min: 'min',
  sin: 'math.sin',
  sqrt: 'math.sqrt',
  tanh: 'math.tanh',
  PI: 'math.pi',
  E: 'math.e',
};

/** A function of the step for LambdaLR, in double precision. */
export const pytorch: SnippetWriter = {
  name: 'pytorch',
  summary: 'a scheduler of PyTorch (LambdaLR)',
  write(course, notes) {
    const body =
      course.kind === 'formula'
        ? course.pieces.map(({ lr }, i) => {
            const next = course.pieces[i + 1];
            const answer = `return ${pythonOf(lr, names)}`;
            return next === undefined ? `    ${answer}` : `    if t < ${next.from}:\n        ${answer}`;
          })
        : [
            '    i = max(0, min(bisect_right(STEPS, t), len(STEPS) - 1) - 1)',
            '    j = min(i + 1, len(STEPS) - 1)',
            '    part = min(1, (t - STEPS[i]) / max(1, STEPS[j] - STEPS[i]))',
            '    return RATES[i] + (RATES[j] - RATES[i]) * part',
          ];
    return [
      ...notes,
      course.kind === 'formula' ? 'import math' : 'from bisect import bisect_right',
      '',
      'from torch.optim.lr_scheduler import LambdaLR',
      '',
      ...(course.kind === 'table' ? [...tableLines(course.corners), ''] : []),
      '',
      'def learning_rate(t):',
      '    """The learning rate of update t, counted from 0."""',
      ...body,
      '',
      '',
      'def scheduler_for(optimizer):',
      '    """Call its step() after every optimizer.step(), not once an epoch."""',
      '    for group in optimizer.param_groups:',
      '        group["lr"] = group["initial_lr"] = 1.0',
      '    return LambdaLR(optimizer, learning_rate)',
      '',
    ].join('\n');
  },
};
