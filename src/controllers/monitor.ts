import { z } from 'zod';

/** Whether a value gets better by falling or by rising. */
export type Direction = 'min' | 'max';

/** Names of values, of ours and of users' models, that are better when they are higher; all others when they are lower. */
const risingNames = /(^|[-_])(acc|accuracy|auc|f1|precision|recall|r2)$/i;

/** `val_accuracy` -> max, `loss` -> min: by the end of the name. */
export const directionOf = (monitor: string): Direction => (risingNames.test(monitor) ? 'max' : 'min');

/** Parameters of every controller that watches one value. */
export const monitorParams = {
  monitor: z
    .string()
    .min(1)
    .optional()
    .describe('loss, val_loss or a metric; left out: val_loss, or loss where nothing is validated'),
  mode: z
    .enum(['auto', 'min', 'max'])
    .default('auto')
    .describe('whether lower or higher is better; auto: max for accuracies, else min'),
};

export interface MonitorChoice {
  readonly monitor?: string | undefined;
  readonly mode: 'auto' | Direction;
}

/** The direction that a choice means. */
export const modeOf = ({ mode }: MonitorChoice, monitor: string): Direction =>
  mode === 'auto' ? directionOf(monitor) : mode;

export const patience = (epochs: number, text: string) => z.int().min(0).default(epochs).describe(text);

/** "1 epoch", "3 epochs". */
export const epochsText = (count: number): string => `${count} ${count === 1 ? 'epoch' : 'epochs'}`;
