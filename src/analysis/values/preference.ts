import { lastName } from '../../base/names.js';

/** Which of several values is taken where their lowest losses cannot be told apart. */
export type PreferenceName = 'largest' | 'lowest';

interface PreferenceSpec {
  readonly name: PreferenceName;
  /** In one line, for docs and reports. */
  readonly summary: string;
  readonly source: string;
  /** The last names of the keys that it is for. */
  readonly keys: readonly string[];
}

/** For every other key, and for values that are no numbers. */
export const usualPreference = {
  name: 'lowest',
  summary: 'the value with the lowest loss',
  source: 'nothing speaks for a larger or a smaller one',
  keys: [],
} as const satisfies PreferenceSpec;

/** Keys of which more is better, as long as it costs no loss. */
export const preferences: readonly PreferenceSpec[] = [
  {
    name: 'largest',
    summary: 'the largest value whose lowest loss is within noise of the best and that steps as far',
    source: 'Smith 2018, arXiv:1803.09820, section 4: regularise as much, and step as far, as the loss allows',
    keys: ['weightDecay', 'momentum', 'dropout', 'rate', 'batchSize'],
  },
];

/** How a value of that key is chosen. @param numbers all values are numbers */
export const preferenceFor = (key: string, numbers: boolean): PreferenceSpec =>
  (numbers && preferences.find(({ keys }) => keys.includes(lastName(key)))) || usualPreference;
