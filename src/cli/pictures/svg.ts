import { svgDocument } from '../../plots/svg/document.js';
import type { Picture } from './picture.js';

export const svg: Picture = {
  name: 'svg',
  extensions: ['.svg'],
  summary: 'the pictures alone, for documents and web pages',
  draw: async ({ page }, { theme }) => svgDocument(page().figures, { theme }),
};
