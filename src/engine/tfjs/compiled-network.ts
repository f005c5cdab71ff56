import { reasonOf } from '../../base/errors.js';
import { gather } from '../targets.js';
import type { Network } from './network.js';
import { type Proven, prove, type Subject } from './proof.js';

/** Sessions kept open, one for each number of rows in each direction; the one unused for longest is closed. */
const mostPrograms = 8;

/** An evaluation is compiled when it has come this often: a single one costs less as it is. */
const evaluationsBefore = 2;

/**
 * The network with its passes run as one TensorFlow graph each. Weights and moving averages are the caller's arrays and
 * ours: the model's own are brought up to date only for passes that have no graph.
 *
 * @param whyNotFused where that was tried before
 */
export function compiledNetwork(subject: Subject, whyNotFused: string | null): Network {
  const { eager, model, setup } = subject;
  let weights: readonly Float32Array[] = eager.trained.read();
  let others = eager.others.read();
  let stale = false;
  let whyEager = model.weights.some(({ constraint }) => constraint !== null) ? 'its weights have constraints' : null;
  const programs = new Map<string, Proven>();
  const uses = new Map<string, number>();

  const synchronise = () => {
    if (!stale) return;
    eager.trained.write(weights);
    eager.others.write(others);
    stale = false;
  };

  const programFor = (training: boolean, rows: Int32Array): Proven | null => {
    if (whyEager !== null) return null;
    const key = `${training ? 'training' : 'evaluation'} of ${rows.length}`;
    const used = (uses.get(key) ?? 0) + 1;
    uses.set(key, used);
    if (!training && used <= evaluationsBefore) return null;
    const known = programs.get(key);
    programs.delete(key); // to put it last
    const proven = known ?? proof(training, rows);
    if (proven === null) return null;
    programs.set(key, proven);
    const [oldest] = programs.keys();
    if (programs.size > mostPrograms) {
      programs.get(oldest!)!.program.close();
      programs.delete(oldest!);
    }
    return proven;
  };

  const proof = (training: boolean, rows: Int32Array): Proven | null => {
    synchronise();
    try {
      const proven = prove(subject, training, rows);
      if (!('why' in proven)) return proven;
      whyEager = proven.why;
    } catch (error) {
      whyEager = reasonOf(error);
    }
    return null;
  };

  return {
    width: eager.width,
    get mode() {
      return whyEager === null ? 'compiled' : 'eager';
    },
    get whyNotFaster() {
      return whyEager ?? whyNotFused;
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

    prepare: (rows) => void programFor(true, rows),

    forward(rows) {
      const proven = programFor(false, rows);
      if (proven === null) {
        synchronise();
        return eager.forward(rows);
      }
      const outputs = new Float32Array(rows.length * eager.width);
      proven.program.run(rows, { weights, others }, [outputs]);
      return { outputs, targets: gather(setup.dataset, rows), rows: rows.length, width: eager.width };
    },

    backward(rows, use, into) {
      const proven = programFor(true, rows);
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
