import { double, encode, float, int, type Message, message, text } from '../base/protobuf.js';
import { recordOf } from './records.js';

/** A number that TensorBoard plots over steps. */
export interface Scalar {
  /** Its name; what stands before the first slash groups the charts. */
  readonly tag: string;
  /** A whole number of 0 or more. */
  readonly step: number;
  /** Stored as float32; NaN and Infinity are shown as such. */
  readonly value: number;
  /** Seconds since 1970. */
  readonly wallTime: number;
}

// Field numbers of tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto.
const event = { wallTime: 1, step: 2, fileVersion: 3, summary: 5 } as const;
const summary = { value: 1, tag: 1, simpleValue: 2, metadata: 9, pluginData: 1, pluginName: 1 } as const;

/** Says that the value is a scalar: readers of simple values assume it, those that filter by plugin want it said. */
const scalarPlugin: Message = message(
  summary.metadata,
  message(summary.pluginData, text(summary.pluginName, 'scalars')),
);

const eventOf = ({ tag, step, value, wallTime }: Scalar, seen: Set<string>): Uint8Array => {
  const first = !seen.has(tag);
  seen.add(tag);
  return encode(
    double(event.wallTime, wallTime),
    int(event.step, step),
    message(
      event.summary,
      message(
        summary.value,
        text(summary.tag, tag),
        float(summary.simpleValue, value),
        ...(first ? [scalarPlugin] : []),
      ),
    ),
  );
};

/** An event file: the version, then the scalars in their order. */
export function eventFile(scalars: readonly Scalar[], wallTime: number): Uint8Array {
  const seen = new Set<string>();
  const version = encode(double(event.wallTime, wallTime), text(event.fileVersion, 'brain.Event:2'));
  const records = [version, ...scalars.map((scalar) => eventOf(scalar, seen))].map(recordOf);
  return encode(records);
}

/** A name that TensorBoard knows event files by. It takes the files of a folder for one run. */
export const eventFileName = 'events.out.tfevents.lr-tool';
