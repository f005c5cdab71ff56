// The suggestion rules on a curve that you recorded yourself, with any tool.
import { suggest, suggestEach } from 'lr-tool';

// 100 learning rates from 1e-7 to 10; a loss that falls around 1e-3 and explodes above 1
const lr = Array.from({ length: 100 }, (_, i) => 1e-7 * 1e8 ** (i / 99));
const loss = lr.map((rate) => 0.8 + 1.5 / (1 + (rate / 1e-3) ** 1.2) + rate ** 2 / 3);

const found = suggest({ lr, loss }, { for: 'one-cycle' });
console.log(found.ok ? `baseLr ${found.baseLr.toPrecision(2)}, maxLr ${found.maxLr.toPrecision(2)}` : 'no suggestion');
for (const reason of found.why) console.log(`- ${reason}`);

console.log('valley:', suggest({ lr, loss }, { rule: 'valley' }));
for (const [rule, answer] of Object.entries(suggestEach({ lr, loss }))) {
  console.log(rule.padEnd(20), answer.ok ? answer.lr.toPrecision(2) : answer.why);
}

const flat = suggest({ lr, loss: lr.map((_, i) => 2.3 + 0.01 * Math.sin(9 * i)) });
console.log('a flat curve:', flat.ok ? flat.lr : flat.why.join('; '));
