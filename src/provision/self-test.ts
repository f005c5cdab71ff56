import { machineError } from '../base/errors.js';
import { lastLines, type Machine } from './machine.js';

/**
 * Multiplies [[1, 2], [3, 4]] by itself through the binding alone and prints TensorFlow's version and the product.
 * Without tfjs, so that a failure here is one of the binding, the libraries or the processor.
 */
const source = `
const { argv, stdout } = require('node:process');
const b = require(argv[1]);
const x = b.createTensor([2, 2], b.TF_FLOAT, new Float32Array([1, 2, 3, 4]));
const transposed = (name) => ({ name, type: b.TF_ATTR_BOOL, value: false });
const type = { name: 'T', type: b.TF_ATTR_TYPE, value: b.TF_FLOAT };
const [y] = b.executeOp('MatMul', [transposed('transpose_a'), transposed('transpose_b'), type], [x, x], 1);
const values = Array.from(b.tensorDataSync(y.id));
stdout.write('\\n' + JSON.stringify({ tensorflow: b.TF_Version, values }) + '\\n');
`;
const product = [7, 10, 15, 22];
const slowestMs = 120_000; // 0.5 s where the library is in memory; an 800 MB file on a slow disk takes long to open

export type SelfTest =
  | { readonly ok: true; readonly tensorflow: string }
  | { readonly ok: false; readonly why: string };

/** Opens the binding in a process of its own: a library built for another processor ends its process. */
export async function testBinding(machine: Machine, bindingPath: string, signal?: AbortSignal): Promise<SelfTest> {
  const end = await machine.run(machine.node.path, ['-e', source, bindingPath], { signal, timeoutMs: slowestMs });
  if (!end.ok) return { ok: false, why: `the process that opened it ${end.why}\n${lastLines(end.output)}` };
  const answer = answerIn(end.output);
  if (answer === null) return { ok: false, why: `it gave no answer\n${lastLines(end.output)}` };
  const right = JSON.stringify(answer.values) === JSON.stringify(product);
  if (!right) return { ok: false, why: `it computed ${answer.values} instead of ${product}` };
  return { ok: true, tensorflow: answer.tensorflow };
}

/** @throws machineError SETUP_SELF_TEST */
export async function mustWork(machine: Machine, bindingPath: string, signal?: AbortSignal): Promise<string> {
  const test = await testBinding(machine, bindingPath, signal);
  if (test.ok) return test.tensorflow;
  throw machineError('SETUP_SELF_TEST', `the binding was built and does not work: ${test.why}`, {
    hint: 'nothing was installed; use the wasm engine (--backend wasm)',
  });
}

interface Answer {
  readonly tensorflow: string;
  readonly values: readonly number[];
}

/** TensorFlow writes lines of its own before and after. */
function answerIn(output: string): Answer | null {
  const line = output.split('\n').find((candidate) => candidate.startsWith('{"tensorflow":'));
  return line === undefined ? null : (JSON.parse(line) as Answer);
}
