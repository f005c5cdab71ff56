import { encode, int, message, text } from './protobuf.js';

export function sessionOptions() {
  const v = process.env['P9'] ?? 'single';
  if (v === 'single')
    return { config: encode(message(16, text(3, 'SINGLE_THREADED_EXECUTOR'))), runOptions: encode(int(3, -1)) };
  if (v === 'caller') return { config: encode(), runOptions: encode(int(3, -1)) };
  return { config: encode(), runOptions: encode() };
}
