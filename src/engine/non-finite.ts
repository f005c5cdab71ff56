/** A number that is not finite, and where it stands. */
export interface BadNumber {
  /** Name of its tensor, such as "inputs" or "gradient of dense/kernel". */
  readonly tensor: string;
  /** Its place there, one number per axis; of inputs, targets and outputs the first is the row of the data set. */
  readonly index: readonly number[];
  readonly value: number;
}

/** Numbers to be looked through, row-major. */
export interface Suspect {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  /** What the first axis counts, where it is not counted from 0. */
  readonly rows?: Int32Array;
}

/** The first number of the first tensor that is not finite; null where all are. Later tensors are not asked for. */
export function firstNonFinite(suspects: Iterable<Suspect>): BadNumber | null {
  for (const { name, shape, values, rows } of suspects) {
    for (let i = 0; i < values.length; i++) {
      if (Number.isFinite(values[i])) continue;
      const [first, ...others] = placeOf(i, shape);
      const index = rows === undefined || first === undefined ? placeOf(i, shape) : [rows[first]!, ...others];
      return { tensor: name, index, value: values[i]! };
    }
  }
  return null;
}

/** The index along each axis of a row-major element. */
function placeOf(element: number, shape: readonly number[]): number[] {
  const place: number[] = [];
  let rest = element;
  for (const size of shape.toReversed()) {
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return place;
}
