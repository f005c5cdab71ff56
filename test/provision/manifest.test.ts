import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedFiles, type Manifest, parseManifest, recordOf } from '../../src/provision/manifest.js';
import { temporaryFolder } from './fake-machine.js';

const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'; // of "abc", FIPS 180-4
const good: Manifest = {
  version: 1,
  origin: 'wheel',
  tensorflow: '2.21.0',
  tfjsNode: '4.22.0',
  compiler: 'g++ 12.2.0',
  binding: 'a.node',
  quiet: null,
  session: null,
  files: { 'a.node': { bytes: 3, sha256 }, 'lib/b.so': { bytes: 0, sha256 } },
};

describe('a manifest', () => {
  it('is read as it was written', () => {
    expect(parseManifest(JSON.stringify(good))).toEqual({ ok: true, manifest: good });
  });

  it('of a folder that was built before there was a session addon is read', () => {
    const { session: _, ...old } = good;
    expect(parseManifest(JSON.stringify(old))).toEqual({ ok: true, manifest: good });
  });

  it.each<[string, unknown, RegExp]>([
    ['another version', { ...good, version: 2 }, /version 2, this lr-tool reads version 1/],
    ['no files', { ...good, files: null }, /lists no files/],
    [
      'a hash that is none',
      { ...good, files: { 'a.node': { bytes: 3, sha256: 'x' } } },
      /no size and sha256 of a\.node/,
    ],
    ['a size that is none', { ...good, files: { 'a.node': { bytes: '3', sha256 } } }, /no size and sha256 of a\.node/],
    ['a binding that it does not list', { ...good, binding: 'c.node' }, /names no binding/],
    ['a binding from the prototype', { ...good, binding: 'constructor' }, /names no binding/],
    ['a quiet addon that it does not list', { ...good, quiet: 'c.node' }, /quiet/],
    ['a session addon that it does not list', { ...good, session: 'c.node' }, /session/],
    ['an array', [good], /not an object/],
  ])('with %s is refused', (_, raw, why) => {
    expect(parseManifest(JSON.stringify(raw))).toEqual({ ok: false, why: expect.stringMatching(why) });
  });

  it.each(['../a.node', '/etc/passwd', 'lib/../../a.node', 'C:a.node', '..\\a.node', '\\a.node', ''])(
    'that names %j is refused: it lies outside of the folder',
    (name) => {
      const raw = { ...good, binding: name, files: { [name]: { bytes: 3, sha256 } } };
      expect(parseManifest(JSON.stringify(raw))).toEqual({ ok: false, why: expect.stringContaining('outside') });
    },
  );

  it('of any JSON at all is read or refused, and never throws', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => typeof parseManifest(JSON.stringify(value)).ok === 'boolean'));
  });
});

describe('the contents', () => {
  it('are known by their sha256: one changed byte is found', async () => {
    const folder = await temporaryFolder();
    try {
      await writeFile(join(folder, 'a.node'), 'abc');
      expect(await recordOf(join(folder, 'a.node'))).toEqual({ bytes: 3, sha256 });
      const manifest = { ...good, files: { 'a.node': { bytes: 3, sha256 } } };
      expect(await changedFiles(folder, manifest)).toEqual([]);
      await writeFile(join(folder, 'a.node'), 'abd');
      expect(await changedFiles(folder, manifest)).toEqual(['a.node']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
