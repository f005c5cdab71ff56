import { shownText } from '../../base/shown.js';
import { isEventFile, scalarsIn } from '../event-file.js';
import type { CurveFormat } from './format.js';
import { recordTable } from './records.js';

/** A column per tag; a row per value, so that those of one update are brought together by `step`. */
export const tensorboard: CurveFormat = {
  name: 'tensorboard',
  summary: 'an event file of TensorBoard (events.out.tfevents...): the tags of its scalars are the columns',
  recognises: isEventFile,
  read(source) {
    const scalars = scalarsIn(source);
    return recordTable(
      scalars.map(({ step, tag, value }) => ({ step, [tag]: value })),
      (row, column) => `${source.where}: '${shownText(column)}' at step ${scalars[row]!.step}`,
    );
  },
};
