import { version } from '../../base/version.js';
import { htmlDocument } from '../../plots/html/document.js';
import type { Picture } from './picture.js';

export const html: Picture = {
  name: 'html',
  extensions: ['.html', '.htm'],
  summary: 'one file with everything: pictures with values on pointing, tables, warnings, config',
  draw: async ({ page }, { theme }) => htmlDocument(page(), { theme, tool: `lr-tool ${version}` }),
};
