import { parseArgs } from 'node:util';
import { contestants, finders } from './contestants.js';
import { workloads } from './workloads.js';

const help = `npm run bench -- [options]

  --workloads a,b     of ${workloads.map(({ config }) => config).join(', ')}
  --only a,b          of ${[...contestants, ...finders].map(({ key }) => key).join(', ')}
                      (default: all but cpu, which takes up to a second a step)
  --repetitions N     measurements of each, taking turns (default 5)
  --seconds S         length of one measurement of a step (default 2)
  --steps N           steps whose losses are compared (default 20)
  --timeout S         seconds after which a process is given up (default 600)
  --quick             short measurements, one way of writing each peer, one range test: under 3 minutes
  --out FOLDER        where results.md and results.json go (default: bench/ for a whole run, nowhere for a part of it)`;

const defaults = { repetitions: '5', seconds: '2' };
const quickDefaults = { repetitions: '1', seconds: '0.5' };

/** @returns the options of a run, or null where help was asked for and printed */
export function readOptions(args) {
  const text = { type: 'string' };
  const { values } = parseArgs({
    args,
    options: {
      workloads: text,
      only: text,
      repetitions: text,
      seconds: text,
      steps: { ...text, default: '20' },
      timeout: { ...text, default: '600' },
      quick: { type: 'boolean', default: false },
      out: text,
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return null;
  }
  const given = { ...(values.quick ? quickDefaults : defaults), ...values };
  return {
    workloads: chosen('workloads', values.workloads, workloads, 'config'),
    contestants: chosen('only', values.only, contestants, 'key', finders),
    finders: chosen('only', values.only, finders, 'key', contestants),
    repetitions: number('repetitions', given.repetitions, Number.isInteger),
    seconds: number('seconds', given.seconds, Number.isFinite),
    checkSteps: number('steps', given.steps, Number.isInteger),
    timeout: number('timeout', given.timeout, Number.isFinite),
    quick: values.quick,
    out: values.out ?? null,
    whole: !values.quick && values.workloads === undefined && values.only === undefined,
  };
}

/** Those of the list that are named; `others` are known names that belong to another list. */
function chosen(option, names, list, key, others = []) {
  if (names === undefined) return list.filter(({ onRequest }) => !onRequest);
  const known = [...list, ...others].map((item) => item[key]);
  const wanted = names.split(',');
  for (const name of wanted) {
    if (!known.includes(name)) throw new Error(`--${option}: no '${name}'; known: ${known.join(', ')}`);
  }
  return list.filter((item) => wanted.includes(item[key]));
}

function number(option, text, isRight) {
  const value = Number(text);
  if (!isRight(value) || value <= 0) throw new Error(`--${option} is '${text}'`);
  return value;
}
