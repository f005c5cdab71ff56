import { formatLr } from '../../base/numbers.js';
import { fitText, safeText, textWidth, wrapText } from '../../base/text.js';
import type { Paint } from '../../plots/paint.js';
import type { FindReport, Recommendation } from '../../reports/find.js';
import { laidOut, margin, type Paragraph, warningText } from './paragraphs.js';

export interface SummaryOptions {
  readonly width: number;
  readonly paint: Paint;
  /** The command to type next; none where the report has no answer. */
  readonly next?: string;
}

/** What a find report says, as text under its plot: the suggestion or why there is none, rules, warnings, next command. */
export function findSummary(report: FindReport, { width, paint, next }: SummaryOptions): string {
  const room = width - margin;
  const paragraphs: Paragraph[] = [
    { name: 'run', lines: wrapText(runText(report), room) },
    ...recommendationText(report.recommendation, room),
    ...rulesText(report, room),
    ...report.warnings.map((warning) => warningText(warning, room)),
    ...(next === undefined ? [] : nextText(safeText(next), width, room)),
  ];
  return paragraphs.flatMap((paragraph) => laidOut(paragraph, paint)).join('\n');
}

function runText({ config, data, engine, seed, curve, repeats, sweep, stop, timing }: FindReport): string {
  const ending = {
    completed: '',
    diverged: ', diverged',
    'non-finite': ', loss not finite',
    interrupted: ', interrupted',
  };
  const steps = `${curve.lr.length} of ${sweep.steps} steps${ending[stop]}`;
  const machine = engine === null ? [] : [`${engine.backend} ${engine.mode}`];
  const last = repeats.at(-1)?.seed ?? seed;
  const seeded = seed === null ? [] : [last === seed ? `seed ${seed}` : `seeds ${seed} to ${last}`];
  const speed = timing === null ? [] : [`${Number(timing.msPerStep.toPrecision(3))} ms/step`];
  const { profile } = (config['find'] ?? {}) as { readonly profile?: string };
  const way = profile === undefined ? [] : [`by the way of ${safeText(profile)}`];
  return [safeText(data.name), ...machine, ...seeded, steps, ...speed, ...way].join(', ');
}

function recommendationText(recommendation: Recommendation, room: number): Paragraph[] {
  const why = recommendation.why.flatMap((reason) => bullet(reason, room));
  if (!recommendation.ok) {
    const code = recommendation.code === undefined ? '' : ` (${safeText(recommendation.code)})`;
    const verdict = wrapText(`none: the curve supports no suggestion${code}`, room);
    return [{ name: 'suggestion', lines: verdict, style: 'bad' }, { lines: why }];
  }
  const { for: schedule, lr, baseLr, maxLr, interval, confidence } = recommendation;
  const [from, to] = interval;
  const rates = [
    ...sideBySide([`base_lr ${rateText(baseLr)}`, `max_lr ${rateText(maxLr)}`, `for ${safeText(schedule)}`], room),
    ...sideBySide([`constant lr ${rateText(lr)}`, `between ${rateText(from)} and ${rateText(to)}`], room),
  ];
  return [{ name: 'suggestion', lines: rates, style: 'good' }, { lines: [`confidence ${confidence}`, ...why] }];
}

/** As the marks of the plot and the next command write it. */
const rateText = (lr: number) => formatLr(lr, 3);

/** The parts with air between them, or below each other where they do not fit. */
function sideBySide(parts: readonly string[], room: number): string[] {
  const line = parts.join('   ');
  return textWidth(line) <= room ? [line] : parts.flatMap((part) => wrapText(part, room));
}

const bullet = (text: string, room: number) =>
  wrapText(safeText(text), room - 2).map((line, i) => `${i === 0 ? '- ' : '  '}${line}`);

/** " (0.05 to 0.11)": from the lowest to the highest answer of a rule over several sweeps; '' where there is one sweep. */
function spreadText(name: string, own: number, repeats: FindReport['repeats']): string {
  const others = repeats.flatMap(({ suggestions }) => {
    const suggestion = suggestions?.[name];
    return suggestion?.ok ? [suggestion.lr] : [];
  });
  if (others.length === 0) return '';
  return ` (${formatLr(Math.min(own, ...others))} to ${formatLr(Math.max(own, ...others))})`;
}

/**
 * Rules with an answer side by side in columns, then those without, with the reason. Of several sweeps the answer is
 * that of the first, with the range over all behind it.
 */
function rulesText({ suggestions, repeats }: FindReport, room: number): Paragraph[] {
  const rules = Object.entries(suggestions).map(([name, suggestion]) => ({ name: safeText(name), suggestion }));
  if (rules.length === 0) return [];
  const widest = rules.reduce((most, { name }) => Math.max(most, textWidth(name)), 0);
  const nameWidth = Math.min(Math.floor(room / 2), widest);
  const padded = (name: string) => {
    const fitted = fitText(name, nameWidth);
    return fitted + ' '.repeat(nameWidth - textWidth(fitted));
  };
  const rates = rules.flatMap(({ name, suggestion }) =>
    suggestion.ok
      ? [{ name: padded(name), lr: formatLr(suggestion.lr) + spreadText(name, suggestion.lr, repeats) }]
      : [],
  );
  const lrWidth = rates.reduce((most, { lr }) => Math.max(most, lr.length), 0);
  const answers = rates.map(({ name, lr }) => `${name} ${lr.padEnd(lrWidth)}`);
  const perLine = Math.max(1, Math.floor((room + 3) / (nameWidth + 1 + lrWidth + 3)));
  const table = Array.from({ length: Math.ceil(answers.length / perLine) }, (_, i) =>
    answers
      .slice(i * perLine, (i + 1) * perLine)
      .join('   ')
      .trimEnd(),
  );
  const silent = rules.flatMap(({ name, suggestion }) =>
    suggestion.ok
      ? []
      : wrapText(`none: ${safeText(suggestion.why)}`, room - nameWidth - 1).map(
          (line, i) => `${padded(i === 0 ? name : '')} ${line}`,
        ),
  );
  return [{ name: 'rules', lines: [...table, ...silent] }];
}

/** Beside its name, else below it, else over several lines. */
export function nextText(command: string, width: number, room: number): Paragraph[] {
  if (textWidth(command) <= room) return [{ name: 'next', lines: [command], style: 'title' }];
  return [
    { name: 'next', lines: [''] },
    { lines: continued(command, width - 2), style: 'title', indent: 2 },
  ];
}

/** What a shell takes for one word: quotes hold spaces together. */
const shellWords = /(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\]|['"\\])+/g;

/**
 * A command over several lines as a shell reads it: each but the last ends with a backslash. An option stays with its
 * value, and words are never cut, so that a path longer than the line sticks out.
 */
function continued(command: string, room: number): string[] {
  const groups: string[] = [];
  for (const word of command.match(shellWords) ?? []) {
    const joins = !word.startsWith('-') && /^-[^ ]*$/.test(groups.at(-1) ?? '');
    if (joins) groups[groups.length - 1] += ` ${word}`;
    else groups.push(word);
  }
  const lines: string[] = [];
  for (const group of groups) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(last) + textWidth(group) + 3 <= room) lines[lines.length - 1] += ` ${group}`;
    else lines.push(last === undefined ? group : `  ${group}`);
  }
  return lines.map((line, i) => (i < lines.length - 1 ? `${line} \\` : line));
}
