import { userError } from '../base/errors.js';

const mebibyte = 2 ** 20;
/** Largest array that is made for a data set: what a typed array can surely hold on every supported Node. */
const maxBytes = 4096 * mebibyte;
/** Real data seldom shrinks to a hundredth; a decompression bomb shrinks to a thousandth, the most that deflate can. */
const maxRatio = 250;
/** Small files may shrink as they like. */
const spareBytes = 64 * mebibyte;

/** Refuses an array before it is made. */
export function checkMemory(bytes: number, place: string): void {
  if (bytes <= maxBytes) return;
  const needed = Math.ceil(bytes / mebibyte);
  throw userError(
    'DATA_TOO_LARGE',
    `${place} needs ${needed} MiB of memory; at most ${maxBytes / mebibyte} MiB are used`,
    {
      hint: 'use fewer rows or columns: a sample is enough to find a learning rate',
    },
  );
}

/**
 * Refuses compressed content that grows beyond what real data does: a decompression bomb.
 *
 * @param bytes decompressed, or as many as are claimed
 * @param compressed bytes that these came from
 */
export function checkExpansion(bytes: number, compressed: number, place: string): void {
  if (bytes <= Math.max(spareBytes, compressed * maxRatio)) return;
  throw userError('DATA_TOO_LARGE', `${place} expands to more than ${maxRatio} times its size`, {
    hint: 'decompress the file first if you trust it',
  });
}
