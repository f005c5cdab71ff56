import { safeText } from '../base/text.js';

/** A header and rows of numbers; '' leaves a cell empty. */
export const csvText = (header: readonly string[], rows: readonly (readonly (number | '')[])[]): string =>
  `${[header.map(textCell).join(','), ...rows.map((row) => row.map(cellText).join(','))].join('\n')}\n`;

/** The shortest text that is read back as the same double; String turns -0 into 0. */
const cellText = (value: number | '') => (Object.is(value, -0) ? '-0' : String(value));

/**
 * A name as RFC 4180 writes it, in quotes where it needs them. What a spreadsheet would take for a formula gets an
 * apostrophe in front.
 *
 * Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
function textCell(text: string): string {
  const safe = safeText(text);
  const shown = /^\s*[=+\-@]/.test(safe) ? `'${safe}` : safe;
  return /[",']/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}
