import type { Figure } from './figure.js';
import { type Extent, extentOf, scales, widened } from './scale.js';

/** Positions on the x axis from the first to the last of all points, marks and spans; null where it can show none. */
export function xExtent({ x, series, marks, bands = [], spans = [] }: Figure): Extent | null {
  const scale = scales[x.scale];
  const columns = [...series.map((one) => one.x), ...bands.map((band) => band.x), marks.map((mark) => mark.x)];
  const extent = extentOf([...columns, spans.flatMap(({ from, to }) => [from, to])], scale);
  return extent && widened(extent, scale, 1e-7); // a short stretch of large step numbers keeps the whole width
}
