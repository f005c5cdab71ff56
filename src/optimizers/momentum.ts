import { defineOptimizer } from './define.js';
import { heavyBall } from './heavy-ball.js';
import { momentumFactor } from './params.js';

/** v <- momentum v + g, w <- w - lr v (formulas: `heavyBall`). */
export const momentum = defineOptimizer({
  name: 'momentum',
  summary: "gradient descent with Polyak's momentum",
  source: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html',
  params: { momentum: momentumFactor(0.9) },
  build: (params) => heavyBall({ ...params, dampening: 0, nesterov: false }),
});
