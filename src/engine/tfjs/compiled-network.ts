import { reasonOf } from '../../base/errors.js';
import type { NotAGraph } from '../compiled/step-graph.js';
import { gather } from '../targets.js';
import type { Network } from './network.js';
import { type Proven, prove, type Subject, type Way } from './proof.js';

/** Sessions kept open, one for each number of rows in each direction; the one unused for longest is closed. */
const mostPrograms = 8;

/**
 * The network with its passes run as one TensorFlow graph each. Weights and moving averages are the caller's arrays and
 * ours: the model's own are brought up to date only for passes that have no graph.
 *
 * Whether a pass of so many rows has a graph is found out on the first rows of the data with the initial weights, when it
 * first comes: so it does not depend on when that is, and a run that goes on from a checkpoint takes the same ways through
 * the model as one that was never interrupted. Where the pass that `prepare` asks for has none, all run eagerly.
 *
 * @param whyNotFused where that was tried before
 */
export function compiledNetwork(subject: Subject, whyNotFused: string | null): Network {
  const { eager, model, setup, clock } = subject;
  const { dataset } = setup;
  const initial = { weights: eager.trained.read(), others: eager.others.read() };
  let { weights }: { weights: readonly Float32Array[] } = initial;
  let others: readonly Float32Array[] = initial.others.map((values) => values.slice()); // passes write into them
  let stale = false;
  let whyEager = model.weights.some(({ constraint }) => constraint !== null) ? 'its weights have constraints' : null;
  const programs = new Map<string, Proven>();
  const refused = new Map<string, string>();
  const keyOf = (way: Way, { length }: Int32Array) => `${way}, ${length} rows`;

  const synchronise = () => {
    if (!stale) return;
    eager.trained.write(weights);
    eager.others.write(others);
    stale = false;
  };

  const programFor = (way: Way, rows: Int32Array): Proven | null => {
    const key = keyOf(way, rows);
    if (whyEager !== null || refused.has(key)) return null;
    const known = programs.get(key);
    programs.delete(key); // to put it last
    const proven = known ?? proof(way, rows.length);
    if ('why' in proven) {
      refused.set(key, proven.why);
      return null;
    }
    programs.set(key, proven);
    const [oldest] = programs.keys();
    if (programs.size > mostPrograms) {
      programs.get(oldest!)!.program.close();
      programs.delete(oldest!);
    }
    return proven;
  };

  const proof = (way: Way, size: number): Proven | NotAGraph => {
    const { update, microbatch } = clock;
    Object.assign(clock, { update: 0, microbatch: 0 });
    eager.trained.write(initial.weights);
    eager.others.write(initial.others);
    stale = true;
    const all = dataset.train.length > 0 ? dataset.train : dataset.validation;
    try {
      return prove(
        subject,
        way,
        Int32Array.from({ length: size }, (_, i) => all[i % all.length]!),
      );
    } catch (error) {
      return { why: reasonOf(error) };
    } finally {
      Object.assign(clock, { update, microbatch });
    }
  };

  return {
    width: eager.width,
    get mode() {
      return whyEager === null ? 'compiled' : 'eager';
    },
    get whyNotFaster() {
      return whyEager ?? refused.values().next().value ?? whyNotFused;
    },
    trained: {
      sizes: eager.trained.sizes,
      read: () => weights.map((values) => values.slice()),
      write(values) {
        weights = values;
        stale = true;
      },
    },
    others: {
      sizes: eager.others.sizes,
      read: () => others.map((values) => values.slice()),
      write(values) {
        others = values.map((value) => value.slice());
        stale = true;
      },
    },

    prepare(rows) {
      programFor('training', rows);
      whyEager ??= refused.get(keyOf('training', rows)) ?? null;
    },

    forward(rows, statistics = 'moving') {
      const proven = programFor(`${statistics} statistics`, rows);
      if (proven === null) {
        synchronise();
        return eager.forward(rows, statistics);
      }
      const outputs = new Float32Array(rows.length * eager.width);
      proven.program.run(rows, { weights, others }, [outputs]);
      return { outputs, targets: gather(dataset, rows), rows: rows.length, width: eager.width };
    },

    backward(rows, use, into) {
      const proven = programFor('training', rows);
      if (proven === null) {
        synchronise();
        const loss = eager.backward(rows, use, into);
        others = eager.others.read();
        return loss;
      }
      const loss = new Float64Array(1);
      const places = into ?? eager.trained.sizes.map((size) => new Float32Array(size));
      const gradients = proven.derived.map((derived, i) => (derived ? places[i]! : null));
      const written = gradients.filter((gradient) => gradient !== null);
      proven.program.run(rows, { weights, others }, [
        loss,
        ...written,
        ...proven.replaced.map((index) => others[index]!),
      ]);
      stale ||= proven.replaced.length > 0;
      use(gradients);
      return loss[0]!;
    },

    dispose() {
      for (const { program } of programs.values()) program.close();
      programs.clear();
      eager.dispose();
    },
  };
}
