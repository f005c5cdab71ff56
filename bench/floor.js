import { fileURLToPath } from 'node:url';
import { runForJson } from './process.js';

/** Rates of a large matrix product and of an update of each workload; or why they are not known. */
export function measureRates(workloads, { python, options }) {
  const script = fileURLToPath(new URL('peers/floor.py', import.meta.url));
  const request = JSON.stringify({ bytes: workloads.map(({ bytes }) => bytes) });
  return runForJson({ file: python.path, args: [script, request] }, options.timeout);
}

/**
 * What a step of each workload would take at the best rates found: its floating point operations at that of a large
 * matrix product, then the bytes of the update at that of a plain update of that size.
 */
export function floorOf(workloads, measured) {
  const failed = measured.find((rates) => rates.failed)?.failed;
  if (failed) return { failed };
  const flopsPerSecond = Math.max(...measured.map((rates) => rates.flopsPerSecond));
  return {
    flopsPerSecond,
    steps: workloads.map(({ config, flops, bytes }, i) => {
      const bytesPerSecond = Math.max(...measured.map((rates) => rates.bytesPerSecond[i]));
      const ms = (flops / flopsPerSecond + bytes / bytesPerSecond) * 1000;
      return { workload: config, flops, bytes, bytesPerSecond, ms };
    }),
  };
}
