import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** What LR_TOOL_CHROMIUM says, else where systems put it; null where there is none. */
export function chromiumPath(): string | null {
  const named = process.env['LR_TOOL_CHROMIUM'];
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return [...(named ? [named] : []), ...usual].find((path) => existsSync(path)) ?? null;
}

/** A page of a browser without a window. */
export interface BrowserPage {
  /** Shows a file as it looks on such a screen, and waits until it is there. */
  open(url: string, screen: Screen): Promise<void>;
  /** The value of an expression, in a world of its own that the policy of the page does not bind. */
  evaluate(expression: string): Promise<unknown>;
  /** A PNG of the whole page. */
  screenshot(): Promise<Buffer>;
  pointAt(x: number, y: number): Promise<void>;
  /** What the console said and which addresses were asked for since the page was opened. */
  readonly log: { readonly console: string[]; readonly requests: string[] };
  close(): Promise<void>;
}

export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
}

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** Starts a browser, spoken to by the DevTools protocol over a pipe, so that nothing listens on a port. */
export async function openBrowser(path: string): Promise<BrowserPage> {
  const profile = mkdtempSync(join(tmpdir(), 'lr-tool-browser-'));
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--remote-debugging-pipe'];
  const browser = spawn(path, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [, , , input, output] = browser.stdio as unknown as [null, null, null, Writable, Readable];
  const waiting = new Map<number, (answer: Answer) => void>();
  const listeners = new Set<(answer: Answer) => void>();
  let rest = '';
  output.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString('utf8')).split('\0');
    rest = parts.pop()!;
    for (const part of parts) {
      const answer = JSON.parse(part) as Answer;
      if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
      else for (const listener of listeners) listener(answer);
    }
  });
  let last = 0;
  const ask = (method: string, params: object = {}, sessionId?: string) =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      const id = ++last;
      waiting.set(id, ({ result, error }) => {
        waiting.delete(id);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result!);
      });
      input.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    });

  const { targetId } = await ask('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true });
  const page = (method: string, params: object = {}) => ask(method, params, sessionId as string);
  const log = { console: [] as string[], requests: [] as string[] };
  listeners.add(({ method, params = {} }) => {
    if (method === 'Runtime.consoleAPICalled' || method === 'Runtime.exceptionThrown' || method === 'Log.entryAdded') {
      log.console.push(JSON.stringify(params));
    }
    if (method === 'Network.requestWillBeSent') log.requests.push((params['request'] as { url: string }).url);
  });
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await page(`${domain}.enable`);
  let world = 0;
  return {
    log,
    async open(url, { width, height, dark = false }) {
      log.console.length = 0;
      log.requests.length = 0;
      const mobile = width < 600;
      await page('Emulation.setDeviceMetricsOverride', { width, height, mobile, deviceScaleFactor: mobile ? 2 : 1 });
      const scheme = { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' };
      await page('Emulation.setEmulatedMedia', { features: [scheme] });
      const loaded = new Promise<void>((resolve) => {
        const listener = ({ method }: Answer) => {
          if (method !== 'Page.loadEventFired') return;
          listeners.delete(listener);
          resolve();
        };
        listeners.add(listener);
      });
      const { frameId } = await page('Page.navigate', { url });
      await loaded;
      const made = await page('Page.createIsolatedWorld', { frameId, worldName: 'test' });
      world = made['executionContextId'] as number;
    },
    async evaluate(expression) {
      const params = { expression, contextId: world, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await page('Runtime.evaluate', params);
      if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { value?: unknown }).value;
    },
    async screenshot() {
      const { data } = await page('Page.captureScreenshot', { captureBeyondViewport: true });
      return Buffer.from(data as string, 'base64');
    },
    async pointAt(x, y) {
      await page('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
    },
    async close() {
      const ended = new Promise((resolve) => browser.once('exit', resolve));
      await ask('Browser.close');
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
