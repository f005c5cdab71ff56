/** Where a value lies in a config: keys of objects, positions in lists. */
export type KeyPath = readonly (string | number)[];

/** Keys that could reach the prototype of an object; no config may use them. */
const forbiddenKeys = ['__proto__', 'constructor', 'prototype'];
export const isForbiddenKey = (key: string | number): boolean => forbiddenKeys.includes(String(key));

/** `model.layers[0].units` */
export const formatPath = (path: KeyPath): string =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? key : `.${key}`)).join('');

/** Reads `model.layers[0].units` or `model.layers.0.units`; null where a key is empty. */
export function parsePath(text: string): KeyPath | null {
  const keys = text.replace(/\[(\d+)\]/g, '.$1').split('.');
  if (keys.some((key) => key.trim() === '' || key.trim() !== key)) return null;
  return keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

export const startsWith = (path: KeyPath, start: KeyPath): boolean =>
  start.length <= path.length && start.every((key, i) => key === path[i]);
