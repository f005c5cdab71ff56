// Schedules are pure functions of the update: no model, no TensorFlow.
import { chain, clr, cosine, cosineRestarts, oneCycle, schedule, withWarmup } from 'lr-tool';

const totalSteps = 20;
const shown = {
  clr: clr({ baseLr: 0.01, maxLr: 0.1, halfCycle: 5 }),
  'clr, peaks by a function': clr({ baseLr: 0.01, maxLr: 0.1, halfCycle: 5, scale: (cycle) => 1 / cycle }),
  oneCycle: oneCycle({ maxLr: 0.1, totalSteps }),
  cosineRestarts: cosineRestarts({ maxLr: 0.1, firstCycle: 5, tMul: 2 }),
  'warmup, then cosine': withWarmup(cosine({ maxLr: 0.1, steps: 15 }), 5),
  'one after another': chain([
    { schedule: oneCycle({ maxLr: 0.1, steps: 10 }), steps: 10 },
    { schedule: cosine({ maxLr: 0.02, steps: 10 }), steps: 10 },
  ]),
  'as a config writes it': schedule({ name: 'step', maxLr: 0.1, stepSize: '25%', totalSteps }),
};

for (const [name, rate] of Object.entries(shown)) {
  const rates = [0, 5, 10, 15, 19].map((step) => rate(step).toPrecision(3));
  console.log(`${name.padEnd(26)} ${rates.join('  ')}`);
}
