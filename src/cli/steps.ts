import { fitText } from '../base/text.js';
import { formatBytes, type Progress, silent } from '../provision/progress.js';

export interface StepsOptions {
  readonly write: (text: string) => void;
  /** live: one line, drawn again and again (a terminal); plain: a line when a step begins and one when it ends. */
  readonly mode: 'live' | 'plain' | 'quiet';
  readonly width: () => number;
  /** Milliseconds from any origin. */
  readonly now: () => number;
}

const redrawMs = 100;
const eraseLine = '\r\u001b[2K';

/** Shows steps that have names, with bytes where they are counted: "unpacking ... 320 of 853 MB", "unpacking ... 853 MB  4.1 s". */
export function createSteps({ write, mode, width, now }: StepsOptions): Progress {
  if (mode === 'quiet') return silent;
  const live = mode === 'live';
  let running: { readonly name: string; readonly since: number } | null = null;
  let drawnAt = Number.NEGATIVE_INFINITY;
  const draw = (text: string) => write(`${eraseLine}${fitText(text, width() - 1)}`);
  return {
    begin(name) {
      running = { name, since: now() };
      drawnAt = Number.NEGATIVE_INFINITY;
      if (live) draw(`${name} ...`);
      else write(`${name} ...\n`);
    },
    bytes(done, total) {
      if (!live || running === null || now() - drawnAt < redrawMs) return;
      drawnAt = now();
      const speed = done / Math.max(1e-3, (now() - running.since) / 1000);
      const part = total > 0 ? `${formatBytes(done)} of ${formatBytes(total)}` : formatBytes(done);
      draw(`${running.name} ... ${part}  ${formatBytes(speed)}/s`);
    },
    end(result) {
      if (running === null) return;
      const line = `${running.name} ... ${result}  ${((now() - running.since) / 1000).toFixed(1)} s`;
      write(`${live ? eraseLine : ''}${line}\n`);
      running = null;
    },
  };
}
