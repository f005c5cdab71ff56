import { userError } from '../../base/errors.js';
import { type DataFile, openFile, readChunks } from '../formats/file.js';
import type { DataFacts, InspectChoice } from './facts.js';

interface DataForm {
  readonly name: string;
  /** By the first bytes of the content, decompressed. */
  readonly recognizes: (head: Buffer) => boolean;
  readonly inspect: (file: DataFile, choice: InspectChoice) => Promise<DataFacts>;
}

const startsWith = (head: Buffer, start: string) => head.toString('latin1', 0, start.length) === start;

/** Files that are known and not read, with what makes a table of them. */
const foreign = [
  {
    what: 'a Parquet file',
    start: 'PAR1',
    hint: "write it as CSV: pandas.read_parquet(file).to_csv('data.csv', index=False)",
  },
  { what: 'an HDF5 file', start: '\x89HDF', hint: 'write its arrays with numpy.savez' },
  {
    what: 'an SQLite database',
    start: 'SQLite format 3',
    hint: 'write the table as CSV: sqlite3 -header -csv FILE "select * from TABLE" > data.csv',
  },
  {
    what: 'a PNG image',
    start: '\x89PNG',
    hint: 'one image is no data set; write the images and their labels with numpy.savez',
  },
  { what: 'a PDF document', start: '%PDF', hint: 'write the table as CSV' },
  { what: 'a JSON text', start: '{', hint: "write it as CSV: pandas.read_json(file).to_csv('data.csv', index=False)" },
  { what: 'a JSON text', start: '[{', hint: "write it as CSV: pandas.read_json(file).to_csv('data.csv', index=False)" },
] as const;

/** What a data file may be, by its content; any text is a table. */
const forms: readonly DataForm[] = [
  {
    name: 'NPY',
    recognizes: (head) => startsWith(head, '\x93NUMPY'),
    inspect: async (file, choice) => (await import('./arrays.js')).inspectNpy(file, choice),
  },
  {
    name: 'NPZ',
    recognizes: (head) => startsWith(head, 'PK'),
    inspect: async (file, choice) => (await import('./arrays.js')).inspectNpz(file, choice),
  },
  {
    name: 'IDX',
    recognizes: (head) => head.length >= 4 && head[0] === 0 && head[1] === 0,
    inspect: async (file, choice) => (await import('./arrays.js')).inspectIdx(file, choice),
  },
  {
    name: 'CSV',
    recognizes: () => true,
    inspect: async (file, choice) => (await import('./csv.js')).inspectCsv(file, choice),
  },
];

/**
 * Looks at a data file as a person would before writing a config for it.
 *
 * @throws LrToolError for a file that is missing, of a kind that is not read, or not what it seems to be
 */
export async function inspectData(path: string, choice: InspectChoice): Promise<DataFacts> {
  const file = await openFile(path);
  const head = await headOf(file);
  const known = foreign.find(({ start }) => startsWith(head, start));
  const workbook = startsWith(head, 'PK') && head.includes('[Content_Types].xml');
  if (workbook) {
    throw userError('DATA_FORM', `${path} is a workbook of a spreadsheet program, which is not read`, {
      hint: 'save the sheet as CSV (UTF-8)',
    });
  }
  if (known) throw userError('DATA_FORM', `${path} is ${known.what}, which is not read`, { hint: known.hint });
  return forms.find(({ recognizes }) => recognizes(head))!.inspect(file, choice);
}

async function headOf(file: DataFile): Promise<Buffer> {
  for await (const chunk of readChunks(file)) return chunk.subarray(0, 4096);
  throw userError('DATA_EMPTY', `${file.path} is empty`, { hint: 'check that it is the right file' });
}
