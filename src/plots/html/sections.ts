import { type Content, element, type Markup } from '../markup.js';
import type { Fact, Section, TableColumn } from '../page.js';

/** A section of a page, under its heading. */
export function drawSection(section: Section, i: number): Markup {
  const id = `section-${i}`;
  const heading = element('h2', { id }, section.heading);
  if (section.kind === 'code' && section.folded) {
    return element('details', { class: 'folded' }, element('summary', {}, heading), bodyOf(section));
  }
  return element('section', { 'aria-labelledby': id }, heading, bodyOf(section));
}

function bodyOf(section: Section): Content {
  switch (section.kind) {
    case 'facts':
      return element('dl', {}, section.facts.map(drawFact));
    case 'list':
      return element(
        'ul',
        { class: section.tone },
        section.items.map((item) => element('li', {}, item)),
      );
    case 'table':
      return drawTable(section.heading, section.columns, section.rows);
    case 'code':
      return element('pre', { tabindex: 0, role: 'group', 'aria-label': section.heading }, section.text);
  }
}

const drawFact = ({ name, value, strong }: Fact): Markup =>
  element('div', { class: strong ? 'card strong' : 'card' }, element('dt', {}, name), element('dd', {}, value));

/** A table that scrolls within itself where it is wider or higher than the page. */
export function drawTable(name: string, columns: readonly TableColumn[], rows: readonly (readonly string[])[]): Markup {
  const aligned = columns.map(({ align }) => ({ class: align === 'right' ? 'r' : undefined }));
  const head = columns.map((column, i) => element('th', { scope: 'col', ...aligned[i] }, column.name));
  const body = rows.map((row) =>
    element(
      'tr',
      {},
      row.map((cell, i) =>
        i === 0 ? element('th', { scope: 'row', ...aligned[i] }, cell) : element('td', aligned[i] ?? {}, cell),
      ),
    ),
  );
  return element(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': name },
    element('table', {}, element('thead', {}, element('tr', {}, head)), element('tbody', {}, body)),
  );
}
