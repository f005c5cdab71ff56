import { z } from 'zod';
import { clipByValue } from './clip.js';
import { defineOptimizer, updateRule } from './define.js';
import { fromZero } from './moments.js';
import type { Algebra, UpdateRule } from './optimizer.js';
import { startOfSum } from './params.js';

interface Ftrl {
  readonly initialAccumulator: number;
  readonly beta: number;
  readonly l1: number;
  readonly l2: number;
  readonly l2Shrinkage: number;
}

const strength = z.number().min(0).default(0);

/**
 * Follow the regularized leader, proximal, with a rate for each weight:
 *
 *   h = g + 2 l2Shrinkage w        n <- n + g^2        1 / eta = (beta + sqrt(n)) / lr
 *   z <- z + h - (1 / eta - 1 / eta before) w
 *   w <- (clip(z, -l1, l1) - z) / (1 / eta + 2 l2)
 *
 * By default ('pytorch', which has no such optimizer) as in the paper: "1 / eta before" is made with the rate of that
 * time, and z begins so that training starts at the initial weights. Then, without l1 and l2, it is adagrad under any
 * schedule. With compat 'keras' as in Keras: both are made with the rate of today, and z begins at 0. Then the weights
 * are soon scaled by lr, so that it suits a constant rate only; lr 0 makes them NaN.
 */
export const ftrl = defineOptimizer({
  name: 'ftrl',
  summary: 'adagrad with exact zeros by L1, for wide sparse linear models',
  source: 'McMahan et al. 2013, https://research.google.com/pubs/archive/41159.pdf, algorithm 1',
  params: {
    initialAccumulator: startOfSum(0.1, 0.1),
    beta: z.number().min(0).default(0).describe('added to the root of the sum of squares'),
    l1: strength.describe('strength of l1 |w|, added once to the sum of all losses; makes weights exactly 0'),
    l2: strength.describe('strength of l2 w^2, added once to the sum of all losses'),
    l2Shrinkage: strength.describe('strength of l2Shrinkage w^2, added to every loss'),
  },
  refusals: [
    {
      when: (p) => p.initialAccumulator === 0 && p.beta === 0,
      at: 'initialAccumulator',
      error: 'initialAccumulator or beta must be above 0, or a weight without gradient is divided by 0',
    },
  ],
  build: (params) => (params.compat === 'keras' ? kerasRule(params) : proximalRule(params)),
});

/**
 * The paper's rule with z = u - w / eta in other words: u, the sum of the gradients less what the moves have answered,
 * starts at 0 and needs no rate of the past.
 */
function proximalRule({ initialAccumulator, beta, l1, l2, l2Shrinkage }: Ftrl): UpdateRule {
  return updateRule({
    slots: { sum: { initial: initialAccumulator }, unanswered: fromZero },
    // Bounded, so that a weight of 0 at lr 0 gives 0 and not NaN: all it has to do there is to outweigh every gradient.
    coefficients: (lr) => ({ lr, inverseLr: Math.min(1 / lr, 1e30) }),
    update(m, { weight, gradient, slots, c }) {
      const sum = m.add(slots.sum, m.square(gradient));
      const root = m.add(m.sqrt(sum), beta);
      const pull = m.add(slots.unanswered, shrunk(m, gradient, weight, l2Shrinkage));
      const z = m.sub(pull, m.mul(m.mul(weight, root), c.inverseLr));
      const eta = m.div(c.lr, root);
      const target = m.sub(weight, m.mul(eta, pull)); // -eta z, also where eta is 0
      const moved = m.div(m.sub(target, within(m, target, m.mul(eta, l1))), m.add(m.mul(eta, 2 * l2), 1));
      const unanswered = m.sub(clipByValue(m, z, l1), m.mul(moved, 2 * l2));
      return { weight: moved, slots: { sum, unanswered } };
    },
  });
}

function kerasRule({ initialAccumulator, beta, l1, l2, l2Shrinkage }: Ftrl): UpdateRule {
  return updateRule({
    slots: { sum: { initial: initialAccumulator }, linear: fromZero },
    coefficients: (lr) => ({ inverseLr: 1 / lr }),
    update(m, { weight, gradient, slots, c }) {
      const sum = m.add(slots.sum, m.square(gradient));
      const root = m.sqrt(sum);
      const growth = m.mul(m.sub(root, m.sqrt(slots.sum)), c.inverseLr);
      const linear = m.sub(m.add(slots.linear, shrunk(m, gradient, weight, l2Shrinkage)), m.mul(growth, weight));
      const curvature = m.add(m.mul(m.add(root, beta), c.inverseLr), 2 * l2);
      const kept = clipByValue(m, linear, l1);
      return { weight: m.div(m.sub(kept, linear), curvature), slots: { sum, linear } };
    },
  });
}

/** g + 2 l2Shrinkage w */
const shrunk = <T>(m: Algebra<T>, gradient: T, weight: T, l2Shrinkage: number): T =>
  l2Shrinkage === 0 ? gradient : m.add(gradient, m.mul(weight, 2 * l2Shrinkage));

const within = <T>(m: Algebra<T>, value: T, limit: T): T => m.maximum(m.minimum(value, limit), m.mul(limit, -1));
