import { defineOptimizer } from './define.js';
import { heavyBall } from './heavy-ball.js';
import { momentumFactor } from './params.js';

/** v <- momentum v + g, w <- w - lr (g + momentum v) (formulas: `heavyBall`). */
export const nesterov = defineOptimizer({
  name: 'nesterov',
  summary: "gradient descent with Nesterov's momentum",
  source: 'Sutskever et al. 2013, https://proceedings.mlr.press/v28/sutskever13.html; form of torch.optim.SGD',
  params: { momentum: momentumFactor(0.9) },
  build: (params) => heavyBall({ ...params, dampening: 0, nesterov: true }),
});
