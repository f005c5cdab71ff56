import type { DraftData, Finding } from './data.js';
import { type Entry, Section } from './entry.js';

/** A config for a data set, with reasons for its numbers. */
export interface Draft {
  readonly title: readonly string[];
  readonly entries: readonly Entry[];
  readonly findings: readonly Finding[];
}

export const usualSeed = 42;
/** Fewer rows than this are all trained on. */
const fewRows = 10;
const validationShare = 0.2;
/** Updates that a first training should have, about. */
const usualUpdates = 2000;

/** The whole config around its data: sizes that suit the number of rows, and defaults that are safe to begin with. */
export function draftConfig(data: DraftData, command: string): Draft {
  const { rows, image, task } = data;
  const validation = rows < fewRows ? 0 : validationShare;
  const train = Math.max(1, Math.floor(rows * (1 - validation)));
  const batchSize = Math.min(train, Math.max(4, Math.min(64, 2 ** Math.round(Math.log2(train / 10)))));
  const updates = Math.ceil(train / batchSize);
  const epochs = Math.min(100, Math.max(5, Math.round(usualUpdates / updates)));
  const hidden = image ? [128] : rows < 300 ? [16] : rows < 3000 ? [32] : [64, 64];
  const entries: Entry[] = [
    {
      key: 'dataset',
      value: new Section([
        ...data.entries,
        {
          key: 'validation',
          value: validation,
          behind:
            validation === 0 ? 'so few rows are all trained on' : 'share of the rows kept to measure what was learnt',
        },
      ]),
    },
    {
      key: 'model',
      value: new Section([
        {
          key: 'name',
          value: 'mlp',
          behind: image ? 'or fashion-cnn, which looks at neighbouring pixels' : 'dense layers',
        },
        { key: 'hidden', value: hidden, behind: 'widths of the hidden layers; wider learns more, and memorises more' },
      ]),
    },
    {
      key: 'optimizer',
      value: new Section([{ key: 'name', value: 'adam', behind: 'or sgd, momentum, adamw, ...' }]),
    },
    { key: 'batchSize', value: batchSize, behind: `${updates} updates an epoch` },
    { key: 'seed', value: usualSeed, behind: 'the same seed, the same numbers' },
    {
      key: 'find',
      value: new Section([{ key: 'for', value: 'one-cycle', behind: 'the schedule that the rates are for' }]),
    },
    {
      key: 'train',
      value: new Section([
        { key: 'epochs', value: epochs, behind: 'passes over the training rows' },
        {
          key: 'schedule',
          value: 'one-cycle',
          behind: 'climbs, then falls to 0; its rates from `lr-tool find`, or found when training begins',
        },
      ]),
    },
  ];
  const model = `mlp [${hidden.join(', ')}], adam, batches of ${batchSize}, ${epochs} epochs`;
  return {
    title: [`Made by \`${command}\`. Every key: \`lr-tool schema\`; change one for a run by --set KEY=VALUE.`],
    entries,
    findings: [...data.findings, { what: 'task', text: task }, { what: 'model', text: model }],
  };
}
