import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { peerSweeps } from '../../src/schedules/peer-sweeps.js';

interface SweepCase {
  id: string;
  reference: string;
  args: { start_lr: number; end_lr: number; num_iter: number; mode: 'exp' | 'exponential' | 'linear' };
  lr: number[];
}

const { sweeps } = JSON.parse(readFileSync(new URL('../vectors/suggestions.json', import.meta.url), 'utf8')) as {
  sweeps: SweepCase[];
};

it('has every recorded sweep at hand', () => expect(sweeps).toHaveLength(37));

it.each(sweeps.map((sweep) => [sweep.id, sweep] as const))(
  '%s is the list the tool used',
  (_, { reference, args, lr }) => {
    const peer = peerSweeps.find(({ name }) => name === reference.replaceAll('_', '-'))!;
    const mode = args.mode === 'linear' ? 'linear' : 'exponential';
    expect(peer.modes).toContain(mode);
    const rates = peer.rates({ mode, startLr: args.start_lr, endLr: args.end_lr, steps: args.num_iter });
    expect(rates).toHaveLength(lr.length);
    for (const [i, expected] of lr.entries())
      expect(Math.abs(rates[i]! / expected - 1), `batch ${i}`).toBeLessThan(1e-12);
  },
);
