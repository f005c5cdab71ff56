import type { Parsed } from '../tree.js';

/** How a config may be written. */
export interface ConfigFormat {
  readonly name: string;
  readonly extensions: readonly string[];
  /** The text cannot be anything else; tells formats apart on standard input. */
  readonly recognizes: (text: string) => boolean;
  readonly parse: (text: string) => Promise<Parsed>;
}

/** Every format; parsers are loaded where they are used. The last one recognizes any text. */
export const configFormats: readonly ConfigFormat[] = [
  {
    name: 'JSON',
    extensions: ['.json'],
    recognizes: () => false,
    parse: async (text) => (await import('./json.js')).parseJson(text, { comments: false }),
  },
  {
    name: 'JSONC',
    extensions: ['.jsonc'],
    recognizes: (text) => /^\s*(\{|\/\/|\/\*)/.test(text),
    parse: async (text) => (await import('./json.js')).parseJson(text, { comments: true }),
  },
  {
    name: 'YAML',
    extensions: ['.yaml', '.yml'],
    recognizes: () => true,
    parse: async (text) => (await import('./yaml.js')).parseYaml(text),
  },
];

export const configExtensions = configFormats.flatMap((format) => format.extensions);

/** Extensions of configs that are programs. */
export const codeExtensions = ['.js', '.mjs', '.cjs', '.ts', '.mts'];
