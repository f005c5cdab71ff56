import type { Action, Panel } from '../controllers/panel.js';
import type { Trainer, TrainerState } from '../engine/engine.js';
import { valuesOf } from './monitored.js';
import type { EpochEvent } from './train.js';

/** The controllers of a training at work. */
export interface Control {
  /** What the schedule is multiplied by at present. */
  readonly scale: number;
  /** Shows them the end of an epoch; the trainer's state is kept where one of them asks for it. */
  after(epoch: Omit<EpochEvent, 'actions'>): Promise<{ readonly stop: boolean; readonly actions: readonly Action[] }>;
  /** Gives the trainer the kept state back. Returns its epoch; null where none was kept. */
  restoreKept(): Promise<number | null>;
}

/** Without a panel: a control that never does anything. */
export function controlOf(panel: Panel | undefined, trainer: Trainer): Control {
  let state = panel?.start;
  let scale = 1;
  let kept: { readonly epoch: number; readonly state: TrainerState } | null = null;
  return {
    get scale() {
      return scale;
    },
    async after(event) {
      if (panel === undefined) return { stop: false, actions: [] };
      const verdict = panel.fold(state!, { epoch: event.epoch, values: valuesOf(event) });
      ({ state, scale } = verdict);
      if (verdict.keepWeights) kept = { epoch: event.epoch, state: await trainer.capture() };
      return verdict;
    },
    async restoreKept() {
      if (kept === null) return null;
      await trainer.restore(kept.state);
      return kept.epoch;
    },
  };
}
