import { z } from 'zod';
import { checked } from '../api/checked.js';
import { userError } from '../base/errors.js';
import { didYouMean } from '../base/names.js';
import type { Controller, ControllerSpec, Decision } from '../controllers/controller.js';
import { Callback } from './callback.js';
import { lrOf } from './set-lr.js';
import { type Logs, type Model, numbersOf } from './tfjs.js';

/**
 * A controller as a callback: at the end of every epoch it is shown loss and metrics. Every `fit` begins it anew.
 *
 * Errors: OPTION; MONITOR where `fit` does not report the value to watch.
 */
export abstract class Controlled<S extends z.core.$ZodShape, State> extends Callback {
  readonly #spec: ControllerSpec<string, S, State>;
  readonly #params: z.output<z.ZodObject<S>> & { readonly monitor?: string | undefined };
  #running: { readonly controller: Controller<State>; readonly monitor: string } | null = null;
  #state: State | null = null;

  constructor(model: Model, spec: ControllerSpec<string, S, State>, options: object) {
    super(model);
    this.#spec = spec;
    this.#params = checked(z.strictObject(spec.params), options, new.target.name);
  }

  /** Does what the controller wants at the end of an epoch, counted from 0. */
  protected abstract obey(decision: Decision, epoch: number): void;

  /** The state before it sees an epoch, where it must follow the training; as it is by default. */
  protected follow(state: State): State {
    return state;
  }

  /** Null before the first epoch. */
  protected get state(): State | null {
    return this.#state;
  }

  override async onTrainBegin(_logs?: Logs): Promise<void> {
    this.#running = null;
    this.#state = null;
  }

  override async onEpochEnd(epoch: number, logs?: Logs): Promise<void> {
    const values = await numbersOf(logs);
    this.#running ??= this.#start(values);
    const { controller, monitor } = this.#running;
    if (values[monitor] === undefined) throw this.#unreported(monitor, Object.keys(values));
    const before = this.follow(this.#state ?? controller.start);
    const { state, decision } = controller.fold(before, { epoch: epoch + 1, values });
    this.#state = state;
    this.obey(decision, epoch);
  }

  #start(values: Readonly<Record<string, number>>) {
    const monitor = this.#params.monitor ?? ('val_loss' in values ? 'val_loss' : 'loss');
    const watched = { lr: lrOf(this.model.optimizer), monitor };
    return { controller: this.#spec.build(this.#params, watched), monitor };
  }

  #unreported(monitor: string, known: readonly string[]) {
    const hint = `${didYouMean(monitor, known)} val_ values want validationData, others want metrics in model.compile`;
    return userError('MONITOR', `${this.constructor.name}: fit reports no '${monitor}'`, { hint });
  }
}
