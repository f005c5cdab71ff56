import type { Algebra } from '../optimizers/optimizer.js';
import { type Bytes, moduleOf, op, types, unsigned } from './wasm-binary.js';

/** A value of the formula: it lives in a local variable of the loop, four elements at a time. */
export interface Register {
  readonly local: number;
}

export interface Formula<A extends string> {
  /** Where each array begins in the memory, in bytes: a multiple of 16. */
  readonly arrays: Readonly<Record<A, number>>;
  /** Names of the numbers that differ from call to call. */
  readonly coefficients: readonly string[];
  /** New values of some of the arrays, of old ones and coefficients; each operation is called once, to be recorded. */
  readonly compute: (
    m: Algebra<Register>,
    arrays: Readonly<Record<A, Register>>,
    coefficients: Readonly<Record<string, Register>>,
  ) => Readonly<Partial<Record<A, Register>>>;
}

/**
 * Computes elements [0, count) of all outputs; count is rounded up to a multiple of 4.
 *
 * @returns whether all that was computed is certainly finite: false, too, where sums of the outputs overflow
 */
export type Loop = (count: number, coefficients: Readonly<Record<string, number>>) => boolean;

const lanes = 4;
const bytesPerGroup = 16;

/**
 * Compiles a formula over float32 arrays of one memory to a single WebAssembly SIMD loop. Every operation rounds to
 * float32 like the same operation on float32 tensors, so the result has their bits. One pass through memory, and no
 * call per operation: an Adam update of 235,000 weights takes 0.2 ms, with the operations of TensorFlow.js on wasm 10 ms.
 */
export function compileElementwise<A extends string>(
  memory: WebAssembly.Memory,
  { arrays, coefficients, compute }: Formula<A>,
): Loop {
  const names = Object.keys(arrays) as A[];
  const end = 0;
  const scalar = (i: number) => 1 + i;
  const offset = 1 + coefficients.length;
  let locals = offset + 1;
  const register = (): Register => ({ local: locals++ });

  const get = ({ local }: Register): Bytes => [...op.localGet, ...unsigned(local)];
  const set = ({ local }: Register): Bytes => [...op.localSet, ...unsigned(local)];
  const at = (name: A): Bytes => [...unsigned(2), ...unsigned(arrays[name])];
  const offsetBytes = [...op.localGet, ...unsigned(offset)];

  const prologue: number[] = [];
  const body: number[] = [];
  const splat = (source: Bytes): Register => {
    const value = register();
    prologue.push(...source, ...op.splat, ...set(value));
    return value;
  };
  const record = (...code: readonly Bytes[]): Register => {
    const value = register();
    body.push(...code.flat(), ...set(value));
    return value;
  };
  const constant = (value: number) => splat([...op.f32Const, ...new Uint8Array(new Float32Array([value]).buffer)]);

  const c = Object.fromEntries(coefficients.map((name, i) => [name, splat([...op.localGet, ...unsigned(scalar(i))])]));
  const x = Object.fromEntries(names.map((name) => [name, record(offsetBytes, op.v128Load, at(name))]));
  const results = compute(recorder(record, constant, get), x as Record<A, Register>, c);
  const computed = names.flatMap((name) => results[name] ?? []);
  for (const name of names) {
    const result = results[name];
    if (result !== undefined) body.push(...offsetBytes, ...get(result), ...op.v128Store, ...at(name));
  }
  // a finite x has x - x = 0 in all of its bits, another has NaN
  const sum = computed.slice(1).reduce((sum, result) => record(get(sum), get(result), op.add), computed[0]!);
  const doubt = register();
  body.push(...get(sum), ...get(sum), ...op.sub, ...get(doubt), ...op.v128Or, ...set(doubt));

  const again = [...op.localGet, end, ...op.i32LtU, ...op.brIf, 0];
  const next = [...offsetBytes, ...op.i32Const, bytesPerGroup, ...op.i32Add, ...op.localTee, ...unsigned(offset)];
  const module = moduleOf({
    parameters: [types.i32, ...coefficients.map(() => types.f32)],
    locals: [
      { count: 1, type: types.i32 },
      { count: locals - offset - 1, type: types.v128 },
    ],
    body: [...prologue, ...op.loop, ...body, ...next, ...again, ...op.end, ...get(doubt), ...op.v128AnyTrue],
  });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module), { host: { memory } });
  const run = exports['run'] as (...parameters: number[]) => number;
  return (count, values) =>
    count === 0 || run(Math.ceil(count / lanes) * bytesPerGroup, ...coefficients.map((name) => values[name]!)) === 0;
}

type Recording = (...code: readonly Bytes[]) => Register;

/** The algebra whose operations write themselves down. */
function recorder(
  record: Recording,
  constant: (value: number) => Register,
  get: (value: Register) => Bytes,
): Algebra<Register> {
  const zero = constant(0);
  const one = constant(1);
  const operand = (value: Register | number) => get(typeof value === 'number' ? constant(value) : value);
  const binary = (code: Bytes) => (a: Register, b: Register | number) => record(get(a), operand(b), code);
  const unary = (code: Bytes) => (a: Register) => record(get(a), code);
  const oneWhere = (comparison: Bytes, a: Register) => record(get(a), get(zero), comparison, get(one), op.v128And);
  return {
    add: binary(op.add),
    sub: binary(op.sub),
    mul: binary(op.mul),
    div: binary(op.div),
    maximum: binary(op.max),
    minimum: binary(op.min),
    sqrt: unary(op.sqrt),
    abs: unary(op.abs),
    square: (a) => record(get(a), get(a), op.mul),
    sign: (a) => record(get(oneWhere(op.gt, a)), get(oneWhere(op.lt, a)), op.sub),
  };
}
