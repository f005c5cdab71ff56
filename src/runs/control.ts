import type { Action, Panel, PanelState } from '../controllers/panel.js';
import type { Trainer, TrainerState } from '../engine/engine.js';
import { valuesOf } from './monitored.js';
import type { EpochEvent } from './train.js';

/** Where the controllers of a training stand. */
export interface ControlState {
  /** Null without a panel, or before its first epoch. */
  readonly panel: PanelState | null;
  readonly scale: number;
  /** What they want back at the end. */
  readonly kept: { readonly epoch: number; readonly state: TrainerState } | null;
}

/** The controllers of a training at work. */
export interface Control {
  readonly state: ControlState;
  /** What the schedule is multiplied by at present. */
  readonly scale: number;
  /** Shows them the end of an epoch; the trainer's state is kept where one of them asks for it. */
  after(epoch: Omit<EpochEvent, 'actions'>): Promise<{ readonly stop: boolean; readonly actions: readonly Action[] }>;
  /** Gives the trainer the kept state back. Returns its epoch; null where none was kept. */
  restoreKept(): Promise<number | null>;
}

/**
 * Without a panel: a control that never does anything.
 *
 * @param from where it goes on; the start by default
 */
export function controlOf(panel: Panel | undefined, trainer: Trainer, from?: ControlState): Control {
  let { scale, kept } = from ?? { scale: 1, kept: null };
  let state = from?.panel ?? panel?.start ?? null;
  return {
    get state() {
      return { panel: state, scale, kept };
    },
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
