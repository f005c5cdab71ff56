import type { UpdateRule } from './optimizer.js';

/**
 * The rule with weight decay, which every rule here gets in the same way:
 *
 *   decoupled   w <- w (1 - lr weightDecay), then the rule        arXiv:1711.05101; PyTorch's AdamW, all of Keras
 *   L2          g <- g + weightDecay w, then the rule             PyTorch's other optimizers
 */
export function withWeightDecay(rule: UpdateRule, weightDecay: number, decoupled: boolean): UpdateRule {
  if (weightDecay === 0) return rule;
  if (decoupled) {
    return {
      ...rule,
      coefficients: (lr, t, momentum) => ({ ...rule.coefficients(lr, t, momentum), weightKept: 1 - lr * weightDecay }),
      update: (m, input) => rule.update(m, { ...input, weight: m.mul(input.weight, input.c['weightKept']!) }),
    };
  }
  return {
    ...rule,
    update(m, input) {
      const gradient = m.add(input.gradient, m.mul(input.weight, weightDecay));
      return rule.update(m, { ...input, gradient });
    },
  };
}
