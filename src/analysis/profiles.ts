import type { Curve } from './curve.js';
import { davidtvsStop, fastaiStop, lightningStop, type Watch } from './divergence.js';
import { davidtvsEma, fastaiEma, lightningEma, type Smoother } from './smooth.js';

/** A tool's whole way from raw losses to its number. */
interface ProfileSpec {
  readonly name: string;
  /** In one line for help and docs. */
  readonly summary: string;
  /** Its average. */
  readonly smoother: () => Smoother;
  /** When it ends a sweep; the loss that does so is still recorded. */
  readonly watch: () => Watch;
  /** Names of its rules, its default first; they trim as the tool does. */
  readonly rules: readonly [string, ...string[]];
}

/** The tools whose numbers can be had from raw losses, with the defaults of each. */
export const profiles = [
  {
    name: 'fastai',
    summary: 'valley, slide, minimum and steep on its average (0.98), ended at 4 times the best',
    smoother: fastaiEma,
    watch: fastaiStop,
    rules: ['valley', 'slide', 'minimum', 'steep'],
  },
  {
    name: 'lightning',
    summary: 'its suggestion (2.6.6, and before 2.5.3) on its average (0.98), ended at 4 times the best',
    smoother: lightningEma,
    watch: lightningStop,
    rules: ['lightning', 'lightning-pre-2.5.3'],
  },
  {
    name: 'torch-lr-finder',
    summary: 'the steepest point on its average (0.05), ended at 5 times the best',
    smoother: davidtvsEma,
    watch: davidtvsStop,
    rules: ['index-gradient'],
  },
] as const satisfies readonly ProfileSpec[];

export type Profile = (typeof profiles)[number];
export type ProfileName = Profile['name'];

/** The profile of a name; undefined where none was asked for. */
export const profileNamed = (name: string | undefined): Profile | undefined =>
  profiles.find((profile) => profile.name === name);

/** The rule that places the constant rate: the one that was asked for, else the tool's; undefined for the estimates. */
export const ruleIn = ({ rule, profile }: { readonly rule: string; readonly profile?: string | undefined }) =>
  rule === 'auto' ? profileNamed(profile)?.rules[0] : rule;

/** The answers of a tool's rules alone, where its way is gone; else all of them. */
export function answersIn<T>(profile: Profile | undefined, answers: Readonly<Record<string, T>>): Record<string, T> {
  if (profile === undefined) return answers;
  return Object.fromEntries(profile.rules.map((name) => [name, answers[name]!]));
}

/** How many points of raw losses the tool would have recorded: up to the one at which it ends the sweep. */
export function recordedBy({ watch }: Profile, { loss }: Curve): number {
  const sees = watch();
  const last = loss.findIndex((value) => sees(value) !== null);
  return last === -1 ? loss.length : last + 1;
}
