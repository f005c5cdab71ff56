import type { Picture } from './picture.js';

export const ascii: Picture = {
  name: 'ascii',
  extensions: ['.txt'],
  summary: 'text, as in a terminal',
  draw: async ({ text }) => `${text()}\n`,
};
