import { z } from 'zod';
import { earlyStopping } from './early-stopping.js';
import { greedy } from './greedy.js';
import { reduceOnPlateau } from './reduce-on-plateau.js';

/**
 * The controllers that a training may have, in the order of help and docs, each by its key in the config. To add one:
 * its file, its import, its line here. `terminateOnNan` watches every training, so it is in no config.
 */
export const controllers = {
  plateau: reduceOnPlateau,
  greedy,
  earlyStopping,
} as const;

export type ControllerKey = keyof typeof controllers;

type ParamsOf<T> = T extends { readonly params: infer S extends z.core.$ZodShape }
  ? z.ZodObject<S, z.core.$strict>
  : never;
type Sections = { [K in ControllerKey]: z.ZodOptional<ParamsOf<(typeof controllers)[K]>> };

/** The keys of a training's config that hold its controllers; each is off where its key is left out. */
export const controllerSections = Object.fromEntries(
  Object.entries(controllers).map(([key, { params, summary }]) => [
    key,
    z.strictObject(params).optional().describe(summary),
  ]),
) as unknown as Sections;

const controllersConfig = z.object(controllerSections);
export type ControllersConfig = z.output<typeof controllersConfig>;
