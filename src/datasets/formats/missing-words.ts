const missingWords = new Set([
  '',
  '?',
  'NA',
  'N/A',
  '#N/A',
  'n/a',
  'NaN',
  'nan',
  'NAN',
  'NULL',
  'null',
  'None',
  'none',
]);

/** A cell that stands for no value. */
export const isMissing = (cell: string): boolean => missingWords.has(cell.trim());
