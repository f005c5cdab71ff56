import { type ControllerKey, type ControllersConfig, controllers } from './all.js';
import type { Controller, Seen, Watched } from './controller.js';

/** What a controller did at the end of an epoch. */
export interface Action {
  /** Its key in the config. */
  readonly controller: ControllerKey;
  readonly action: 'reduce-lr' | 'raise-lr' | 'stop';
  /** Of the schedule's peak: before and after. There for changes of the rate. */
  readonly lr?: readonly [before: number, after: number];
  readonly why: string;
}

export interface PanelState {
  /** By key: the controller's own state, and the peak it wants. */
  readonly members: Readonly<Partial<Record<ControllerKey, { readonly state: unknown; readonly lr: number }>>>;
}

export interface PanelVerdict {
  readonly state: PanelState;
  /** What the schedule is multiplied by from now on. */
  readonly scale: number;
  readonly stop: boolean;
  /** The weights as they are now are to be kept and, unless later ones are, restored at the end. */
  readonly keepWeights: boolean;
  readonly actions: readonly Action[];
}

/** All controllers of a training as one fold. */
export interface Panel {
  readonly start: PanelState;
  readonly fold: (state: PanelState, seen: Seen) => PanelVerdict;
}

/**
 * The controllers of a config. Each moves a peak of its own, which starts as the schedule's; the schedule is multiplied by
 * all of these in relation to it: lr(t) = schedule(t) * product of lr_i / lr. So they go with any schedule and with
 * each other, and on a constant schedule the rate is the controller's own.
 */
export function panelOf(config: ControllersConfig, watched: Watched): Panel {
  const members = Object.entries(controllers).flatMap(([name, spec]) => {
    const key = name as ControllerKey;
    const params = config[key];
    if (params === undefined) return [];
    const member = spec.build(params as never, watched) as Controller; // the schema has matched them to this spec
    return [{ key, member }];
  });
  return {
    start: {
      members: Object.fromEntries(members.map(({ key, member }) => [key, { state: member.start, lr: watched.lr }])),
    },
    fold(panel, seen) {
      const verdicts = members.map(({ key, member }) => {
        const before = panel.members[key]!;
        const { state, decision } = member.fold(before.state, seen);
        return { key, before, state, lr: decision.lr ?? before.lr, decision };
      });
      return {
        state: { members: Object.fromEntries(verdicts.map(({ key, state, lr }) => [key, { state, lr }])) },
        scale: verdicts.reduce((product, { lr }) => product * (lr / watched.lr), 1),
        stop: verdicts.some(({ decision }) => decision.stop),
        keepWeights: verdicts.some(({ decision }) => decision.keepWeights),
        actions: verdicts.flatMap(({ key: controller, before, lr, decision: { stop, why = '' } }): Action[] => [
          ...(lr === before.lr
            ? []
            : [{ controller, action: lr < before.lr ? 'reduce-lr' : 'raise-lr', lr: [before.lr, lr], why } as const]),
          ...(stop ? [{ controller, action: 'stop', why } as const] : []),
        ]),
      };
    },
  };
}
