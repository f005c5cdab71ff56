import { trialTests } from '../../analysis/trials/all.js';
import type { CommandContext, CommandEntry } from '../command.js';

/** Every command, in the order of help. To add one: its two files, its entry here. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'find',
    summary: 'LR range test: sweep, record the loss of every batch, suggest base_lr and max_lr',
    load: async (context) => (await import('./find.js')).find(context),
  },
  {
    name: 'train',
    summary: 'train with a schedule of the learning rate; the rates from flags, a find report or a range test',
    load: async (context) => (await import('./train.js')).train(context),
  },
  {
    name: 'compare',
    summary: 'train several schedules or configs from the same weights and batches, at several seeds, and rank them',
    load: async (context) => (await import('./compare.js')).compare(context),
  },
  {
    name: 'plot',
    summary: 'draw saved reports again, or curves of other tools',
    load: async (context) => (await import('./plot.js')).plot(context),
  },
  {
    name: 'suggest',
    summary: 'the suggestions of find for a curve that was recorded anywhere (CSV or JSON of lr and loss)',
    load: async (context) => (await import('./suggest.js')).suggest(context),
  },
  ...trialTests.map((test) => ({
    name: test.name,
    summary: test.summary,
    load: async (context: CommandContext) => (await import('./trials.js')).trialCommand(test, context),
  })),
  {
    name: 'schedule',
    summary: 'preview a schedule, export its learning rates, or list all with their parameters',
    load: async (context) => (await import('./schedule.js')).schedule(context),
  },
  {
    name: 'init',
    summary: 'look at a data file and write a config for it, with comments',
    load: async (context) => (await import('./init.js')).init(context),
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of the config, for editors, or of a report',
    load: async (context) => (await import('./schema.js')).schema(context),
  },
  {
    name: 'completion',
    summary: 'make the shell complete commands, flags and values',
    load: async (context) => (await import('./completion.js')).completion(context),
  },
  {
    name: 'doctor',
    summary: 'tell what works here, and what to type where something does not',
    load: async (context) => (await import('./doctor.js')).doctor(context),
  },
  {
    name: 'setup',
    summary: 'make the native engine work (TensorFlow in C, by way of tfjs-node)',
    load: async (context) => (await import('./setup.js')).setup(context),
  },
];
