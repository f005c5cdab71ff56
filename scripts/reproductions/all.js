import { epochsTable, stoppingTable, tutorialTable } from './tables.js';

const configs = (...names) => names.map((name) => `reproductions/${name}`).join(' ');
const policies = ['clr-triangular', 'clr-triangular2', 'clr-exp-range', 'clr-sine'];
const stopping = ['dropout-stopping', 'dropout-plateau-2', 'dropout-plateau-1'];
const cycle = ['one-cycle', 'one-cycle-constant'];
const pytorch = ['pytorch-step', 'pytorch-multi-step', 'pytorch-exponential', 'pytorch-plateau'];
const grid = ['1e-1', '3e-2', '1e-2', '3e-3', '1e-3'].map((rate) => `tf-grid-${rate}`);

/**
 * Every part of docs/reproductions.md that a command makes, in the order of the page: its name there, the command, and
 * where the report holds more than the command prints, a table of it.
 */
export const reproductions = [
  { name: 'clr-policies', command: `schedule ${configs(...policies)}` },
  { name: 'clr-reset', command: `schedule ${configs('clr-reset')}` },
  { name: 'clr-demo', command: `compare ${configs(...policies)}` },
  { name: 'clr-reset-trained', command: `train ${configs('clr-reset')}` },
  { name: 'lr-finder', command: `find ${configs('lr-finder')}` },
  { name: 'keras-schedules', command: `schedule ${configs('keras-constant', 'keras-step-decay', 'keras-sgdr')}` },
  { name: 'keras-sgdr', command: `schedule ${configs('keras-sgdr')} --epochs 200` },
  { name: 'keras-trained', command: `compare ${configs('keras-constant', 'keras-step-decay', 'keras-sgdr')}` },
  { name: 'tutorial-10', command: `schedule ${configs('tutorial-clr')}` },
  { name: 'tutorial-100', command: `schedule ${configs('tutorial-clr')} --epochs 100` },
  {
    name: 'tutorial',
    command: `compare ${configs('tutorial-sgd', 'tutorial-clr')} --judge accuracy`,
    table: tutorialTable,
  },
  { name: 'pytorch-plateau', command: `train ${configs('pytorch-plateau')}` },
  { name: 'pytorch', command: `compare ${configs(...pytorch)}` },
  { name: 'tf-overfit', command: `train ${configs('tf-overfit')}` },
  { name: 'tf-range-test', command: `find ${configs('tf-range-test')}` },
  { name: 'tf-grid', command: `compare ${configs(...grid)}` },
  {
    name: 'tf-decays',
    command: 'schedule exponential inverse-time natural-exp piecewise-constant polynomial --max-lr 0.1',
  },
  { name: 'tf-exponential', command: `schedule ${configs('tf-exponential')} --steps 1000000` },
  { name: 'tf-inverse-time', command: `schedule ${configs('tf-inverse-time', 'tf-natural-exp')} --steps 40` },
  { name: 'tf-piecewise', command: `schedule ${configs('tf-piecewise')} --steps 150000` },
  {
    name: 'tf-polynomial',
    command: `schedule ${configs('tf-polynomial', 'tf-polynomial-line', 'tf-polynomial-square')} --steps 12000`,
  },
  {
    name: 'dropout',
    command: `compare ${configs(...stopping)} --judge accuracy --seeds 5`,
    table: stoppingTable(stopping),
  },
  { name: 'one-cycle', command: `compare ${configs(...cycle)}`, table: epochsTable(cycle) },
];
