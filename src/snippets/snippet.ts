import { userError } from '../base/errors.js';
import { type Course, courseOf, type Scheduled, tolerances } from './course.js';

/** How a schedule is written for one library. */
export interface SnippetWriter {
  readonly name: string;
  /** One line for help and docs. */
  readonly summary: string;
  readonly write: (course: Course, notes: readonly string[]) => string;
}

/**
 * A program for another library that has the same learning rates.
 *
 * @param command what was typed, for the first line
 * @throws LrToolError SCHEDULE where only a table of thousands of numbers would do
 */
export function snippetOf(scheduled: Scheduled, { name, write }: SnippetWriter, command: string): string {
  const course = courseOf(scheduled);
  const { lr, config } = scheduled;
  if (course === null) {
    throw userError('SCHEDULE', `${config.name} over ${lr.length} updates has no short form for ${name}`, {
      hint: 'write its rates by --format csv and read them there, or take fewer --steps',
    });
  }
  return write(course, [`# ${command}`, ...aboutOf(course, lr.length).map((line) => `# ${line}`)]);
}

function aboutOf(course: Course, updates: number): string[] {
  const what = `The learning rates of ${updates} updates`;
  if (course.kind === 'formula') return [`${what}, in closed form.`];
  const { corners, exact } = course;
  const stays = 'Afterwards the last one stays.';
  if (corners.length === 1 || exact) return [`${what}: straight between the corners below. ${stays}`];
  return [`${what} as a table of ${corners.length} points, cut to ${tolerances.table} of the highest rate. ${stays}`];
}
