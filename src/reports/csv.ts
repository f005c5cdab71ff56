/** A header and rows of numbers; '' leaves a cell empty. */
export const csvText = (header: readonly string[], rows: readonly (readonly (number | '')[])[]): string =>
  `${[header.join(','), ...rows.map((row) => row.map(cellText).join(','))].join('\n')}\n`;

/** The shortest text that is read back as the same double; String turns -0 into 0. */
const cellText = (value: number | '') => (Object.is(value, -0) ? '-0' : String(value));
