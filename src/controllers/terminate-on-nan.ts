import { type Controller, nothing } from './controller.js';

/**
 * Ends a training as soon as a value that it is shown is not finite: what NaN or Infinity has entered, no update mends.
 * It has no parameters and no state, and is shown the loss of every update too.
 */
export const terminateOnNan: Controller<null> = {
  start: null,
  fold(state, { values }) {
    const broken = Object.entries(values).find(([, value]) => !Number.isFinite(value));
    if (broken === undefined) return { state, decision: nothing };
    const [name, value] = broken;
    return { state, decision: { stop: true, why: `${name} became ${value}` } };
  },
};
