import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { screenFor } from '../../src/cli/screen.js';
import { stoppingOn } from '../../src/cli/stopping.js';
import { fakeIo } from './fake-io.js';

const listening = (secondMs: number) => {
  const io = fakeIo({ cwd: '/' });
  return { io, stopping: stoppingOn(io, screenFor(io, {}), 'batch', secondMs) };
};

describe('a first signal', () => {
  it('is told and aborts, and ends the process after ten seconds of waiting', async () => {
    const { io, stopping } = listening(2);
    expect(stopping.received()).toBeNull();
    io.send('SIGTERM');
    expect([stopping.received(), stopping.abort.aborted, io.raised]).toEqual(['SIGTERM', true, []]);
    expect(io.stderr()).toBe('stopping after this batch; press Ctrl-C again to quit at once\n');
    while (io.raised.length === 0) await setTimeout(1);
    stopping.stopListening();
    expect(io.raised).toEqual(['SIGTERM']);
    expect(io.stderr()).toMatch(/nothing has come of it for 10 s: quitting; what was saved before is whole\n$/);
  });

  it('ends nothing while the process computes, nor once it is done', async () => {
    const { io, stopping } = listening(5);
    io.send('SIGINT');
    for (const from = performance.now(); performance.now() - from < 100; ); // a long update: 20 seconds, as counted here
    await setTimeout(0);
    expect(io.raised).toEqual([]);
    stopping.stopListening();
    await setTimeout(100);
    expect(io.raised).toEqual([]);
  });
});
