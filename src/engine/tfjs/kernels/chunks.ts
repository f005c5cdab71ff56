/** Floats in the scratch matrix of one chunk: 512 kB stay in the second-level cache (bench/notes/wasm-kernels.md). */
const scratchFloats = 2 ** 17;

/** Cuts a batch into runs of images whose scratch matrix, `perImage` floats an image, stays small. */
export function* chunksOf(images: number, perImage: number): Generator<{ first: number; count: number }> {
  const size = Math.max(1, Math.floor(scratchFloats / perImage));
  for (let first = 0; first < images; first += size) yield { first, count: Math.min(size, images - first) };
}
