import { userError } from '../../base/errors.js';
import { parseNumber } from '../../base/numbers.js';
import { shownText } from '../../base/shown.js';
import type { Targets } from '../dataset.js';
import type { Task } from '../params.js';
import { collectNames } from './csv-names.js';

/** Up to so many different whole numbers are taken for classes where nothing else is said. */
const mostAutoClasses = 20;

/** Collects the label column row by row and decides in the end what it holds. */
export interface LabelCollector {
  /** @param place file, line and column, for messages */
  readonly add: (text: string, place: () => string) => void;
  readonly targets: () => Targets;
}

/**
 * Text is a class; the classes are sorted by code unit, or as numbers where all of them are. `auto` takes at most 20
 * different whole numbers for classes too, and anything else for quantities.
 *
 * @param mostRows room to make
 */
export function collectLabels(task: Task, mostRows: number): LabelCollector {
  const numbers = new Float32Array(task === 'classification' ? 0 : mostRows);
  const codes = new Int32Array(task === 'regression' ? 0 : mostRows);
  const known = collectNames();
  let rows = 0;
  let text: string | null = null;
  let fraction: string | null = null;

  /** Once true it stays true: no class is remembered any more, and text is an error. */
  let quantities = task === 'regression';
  const decideForQuantities = () => {
    if (task !== 'auto' || text !== null) return;
    quantities = fraction !== null || known.size() > mostAutoClasses;
    if (quantities) known.clear();
  };

  return {
    add(cell, place) {
      const number = parseNumber(cell);
      if (number === null && quantities) {
        throw userError(
          'DATA_LABEL',
          `${place()}: the label '${shownText(cell)}' is not a number, unlike those before it`,
          {
            hint: task === 'regression' ? 'set task: classification for text labels' : 'set `task`',
          },
        );
      }
      if (number === null) text ??= place();
      else if (!Number.isInteger(number)) fraction ??= `${place()}: the label is ${cell.trim()}`;
      if (text !== null && fraction !== null) {
        throw userError('DATA_LABEL', `${fraction}, which is fractional, but ${text} it is text`, {
          hint: 'check the label column',
        });
      }
      if (fraction !== null && task === 'classification') {
        throw userError('DATA_LABEL', `${fraction}, not a whole number`, { hint: 'set task: regression' });
      }
      if (numbers.length > 0) numbers[rows] = number ?? Number.NaN;
      if (!quantities) {
        codes[rows] = known.add(cell);
        decideForQuantities();
      }
      rows++;
    },
    targets() {
      if (quantities) return { kind: 'numbers', values: numbers.subarray(0, rows), width: 1 };
      const { names, places } = known.sorted();
      return { kind: 'classes', labels: codes.subarray(0, rows).map((code) => places[code]!), classes: names };
    },
  };
}
