import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

const signBit = 0x80000000;

/** A source of random numbers. The same stream gives the same numbers on every machine and in every process. */
export interface RandomStream {
  /** Uniform in [0, 1), 32 random bits. */
  uniform(): number;
  /** 31 random bits, the upper ones of what `uniform` would give: a whole number in [0, 2^31). */
  bits(): number;
  /** A whole number in [0, bound), without bias. */
  below(bound: number): number;
  /** Standard normal (Box-Muller). */
  normal(): number;
}

/**
 * The stream of one purpose: (seed, purpose, counters) name it, so nothing has to be saved but the counters.
 *
 * @param seed any safe integer; 0 and negative ones are seeds like all others
 * @param purpose what it is for, e.g. 'shuffle'
 * @param counters e.g. the epoch, or the layer and the step
 */
export function randomStream(seed: number, purpose: string, ...counters: readonly number[]): RandomStream {
  const generator = xoroshiro128plusFromState(streamWords(seed, purpose, ...counters));
  const uniform = () => (generator.next() >>> 0) / 2 ** 32;
  /** The numbers of pure-rand's uniformInt, in whole-number arithmetic: a shuffle of 2 million rows takes a third. */
  const below = (bound: number) => {
    const most = Math.floor(2 ** 32 / bound) * bound; // above it, some remainders would be more likely
    let draw = (generator.next() ^ signBit) >>> 0;
    while (draw >= most) draw = (generator.next() ^ signBit) >>> 0;
    return draw % bound;
  };
  return {
    uniform,
    bits: () => generator.next() >>> 1,
    below,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/**
 * The state that the stream of `randomStream` starts from: four words, for xoroshiro128+ computed elsewhere.
 *
 * Every word is mixed: seeded by the generator's own function, the first draw of every stream is above a half.
 */
export function streamWords(seed: number, purpose: string, ...counters: readonly number[]): number[] {
  const hash = hashOf(seed, purpose, counters);
  return [1, 2, 3, 4].map((i) => scramble(hash + Math.imul(i, 0x9e3779b9)));
}

/** A 31-bit seed, never 0: to the initializers of TensorFlow.js, 0 means "no seed". */
export function deriveSeed(seed: number, purpose: string, ...counters: readonly number[]): number {
  return hashOf(seed, purpose, counters) & 0x7fffffff || 1;
}

function hashOf(seed: number, purpose: string, counters: readonly number[]): number {
  let hash = 0x811c9dc5;
  const absorb = (word: number) => {
    hash = scramble(hash ^ word);
  };
  for (const value of [seed, ...counters]) {
    absorb(value | 0);
    absorb(Math.floor(value / 2 ** 32) | 0);
  }
  for (const char of purpose) absorb(char.codePointAt(0)!);
  return hash;
}

/** The finalizer of MurmurHash3 (public domain, A. Appleby): each input bit flips each output bit half of the time. */
function scramble(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** Puts the values in random order, in place (Fisher-Yates). */
export function shuffle<T extends { length: number; [index: number]: number }>(values: T, random: RandomStream): T {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const kept = values[i]!;
    values[i] = values[j]!;
    values[j] = kept;
  }
  return values;
}

/**
 * `count` of the values, drawn without replacement, in their order; all of them where there are no more.
 *
 * Source: Knuth, The Art of Computer Programming 2, section 3.4.2, algorithm S
 */
export function sample(values: Int32Array, count: number, random: RandomStream): Int32Array {
  let wanted = count;
  return values.filter((_, i) => {
    const taken = wanted > 0 && random.below(values.length - i) < wanted;
    if (taken) wanted -= 1;
    return taken;
  });
}
