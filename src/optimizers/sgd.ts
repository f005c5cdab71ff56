import { z } from 'zod';
import { defineOptimizer } from './define.js';
import { heavyBall } from './heavy-ball.js';
import { momentumFactor } from './params.js';

/** Stochastic gradient descent, w <- w - lr g, with all options of PyTorch's SGD (formulas: `heavyBall`). */
export const sgd = defineOptimizer({
  name: 'sgd',
  summary: 'gradient descent; momentum if asked for',
  source: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html',
  params: {
    momentum: momentumFactor(0),
    dampening: z.number().min(0).max(1).default(0).describe('part of each gradient kept out of the velocity'),
    nesterov: z.boolean().default(false).describe('look ahead along the velocity'),
  },
  refusals: [
    { when: (p) => p.nesterov && p.momentum === 0, at: 'nesterov', error: 'nesterov needs a momentum above 0' },
    { when: (p) => p.nesterov && p.dampening > 0, at: 'dampening', error: 'nesterov allows no dampening' },
    { when: (p) => p.dampening > 0 && p.momentum === 0, at: 'dampening', error: 'dampening needs a momentum above 0' },
    {
      when: (p) => p.dampening > 0 && p.compat === 'keras',
      at: 'dampening',
      error: "Keras has no dampening: leave it out, or choose compat 'pytorch'",
    },
  ],
  build: heavyBall,
});
