// Who suggests a rate: every tool's rule with its own sweep, average, end of the sweep and trim; then lr-tool.
import { recommend } from '../../build/analysis/bounds/recommend.js';
import { davidtvsStop, divergence, fastaiStop, lightningStop } from '../../build/analysis/divergence.js';
import { recommendTogether } from '../../build/analysis/repeats/recommend.js';
import { suggestOne } from '../../build/analysis/suggest/all.js';
import { findConfig } from '../../build/config/find-config.js';
import { optimizerConfig } from '../../build/optimizers/all.js';
import { traitsOf } from '../../build/optimizers/traits.js';
import { ownSweep, sweeps } from './plan.js';

/** keras_lr_finder: a loss above 4 times the best one after the fifth batch of an epoch, or NaN. */
function kerasStop() {
  let best = Infinity;
  let seen = 0;
  return (loss) => {
    seen += 1;
    if (seen > 5 && !(loss <= 4 * best)) return 'diverged';
    best = Math.min(best, loss);
    return null;
  };
}

/** The curve that a tool would have recorded: what follows the first loss that is not finite is NaN too. */
function curveOf(run, sweep, watch) {
  const { rates } = sweeps.find(({ name }) => name === sweep);
  const loss = rates.map((_, i) => run.curves[sweep][i] ?? Number.NaN);
  const last = loss.findIndex((value) => watch(value) !== null);
  const length = last === -1 ? loss.length : last + 1;
  return { lr: rates.slice(0, length), loss: loss.slice(0, length) };
}

/** One curve, one answer: lr, or null where it refuses. */
const rule = (title, name, sweep, stop) => ({
  title,
  answers: ({ runs }) =>
    runs.map((run) => {
      const answer = suggestOne(name, curveOf(run, sweep, stop()), { steps: 100 });
      return { lr: answer.ok ? answer.lr : null };
    }),
});

const ownStop = () =>
  divergence({
    factor: findConfig.shape.divergeFactor.parse(undefined),
    smoothing: findConfig.shape.smoothing.parse(undefined),
  });

/** The curve that `lr-tool find` would have recorded, and that without fixed rows. */
const batchCurve = (run) => curveOf(run, ownSweep, ownStop());
export const ownCurve = (run) => {
  const curve = batchCurve(run);
  return { ...curve, fixedLoss: curve.lr.map((_, i) => run.fixed[i] ?? Number.NaN) };
};

/** Its sweeps with the seeds of the benchmark, as `--repeats` takes them together. */
const repeatsOf = (runs) => {
  const curves = runs.map(ownCurve);
  const longest = curves.reduce((most, curve) => (curve.lr.length > most.lr.length ? curve : most));
  return {
    lr: longest.lr,
    losses: curves.map(({ loss }) => loss),
    fixedLosses: curves.map(({ fixedLoss }) => fixedLoss),
  };
};

const traits = ({ config: { optimizer } }) =>
  traitsOf(optimizerConfig.parse(typeof optimizer === 'string' ? { name: optimizer } : optimizer));

const asked = (workload, use) => ({ for: use, steps: 100, ...traits(workload) });

export const ownAnswer = (workload, curve, use = 'constant') => recommend(curve, asked(workload, use));

/** What lr-tool says of sweeps together, as with `--repeats`. */
export const ownAnswerTogether = (workload, runs) => recommendTogether(repeatsOf(runs), asked(workload, 'constant'));

/** What lr-tool says of each sweep alone. */
const alone = (curveOfRun) => (workload) =>
  workload.runs.map((run) => {
    const { ok, lr, confidence } = ownAnswer(workload, curveOfRun(run));
    return ok ? { lr, confidence } : { lr: null };
  });

export const contestants = [
  rule('fastai valley', 'valley', 'fastai', fastaiStop),
  rule('fastai slide', 'slide', 'fastai', fastaiStop),
  rule('fastai minimum / 10', 'minimum', 'fastai', fastaiStop),
  rule('fastai steep', 'steep', 'fastai', fastaiStop),
  rule('Lightning 2.6', 'lightning', 'lightning', lightningStop),
  rule('Lightning before 2.5.3', 'lightning-pre-2.5.3', 'lightning', lightningStop),
  rule('torch-lr-finder', 'index-gradient', 'davidtvs', davidtvsStop),
  rule('ignite', 'ignite', 'ignite', davidtvsStop),
  rule('keras_lr_finder', 'keras-lr-finder', 'fastai', kerasStop),
  { title: 'always 1e-2', answers: ({ runs }) => runs.map(() => ({ lr: 1e-2 })) },
  { title: 'always 1e-3', answers: ({ runs }) => runs.map(() => ({ lr: 1e-3 })) },
  {
    title: 'lr-tool',
    own: true,
    answers: alone(ownCurve),
  },
  {
    title: 'lr-tool --repeats 3',
    answers: (workload) => {
      const { ok, lr } = ownAnswerTogether(workload, workload.runs);
      return [{ lr: ok ? lr : null }];
    },
  },
  { title: 'lr-tool --fixed-rows 0', answers: alone(batchCurve) },
];
