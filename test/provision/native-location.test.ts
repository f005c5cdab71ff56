import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { cacheFolder, findNative, nativeFolder, tfjsNodeVersion } from '../../src/provision/native-location.js';

const linux = { env: {}, home: '/home/ada', platform: 'linux', arch: 'x64' } as const;
const windows = { env: {}, home: 'C:\\Users\\ada', platform: 'win32', arch: 'x64' } as const;

describe('the cache folder', () => {
  it.each([
    [linux, {}, '/home/ada/.cache/lr-tool'],
    [linux, { XDG_CACHE_HOME: '/xdg' }, '/xdg/lr-tool'],
    [linux, { XDG_CACHE_HOME: 'relative/is/void' }, '/home/ada/.cache/lr-tool'],
    [linux, { XDG_CACHE_HOME: '', LR_TOOL_CACHE: '' }, '/home/ada/.cache/lr-tool'],
    [linux, { XDG_CACHE_HOME: '/xdg', LR_TOOL_CACHE: '/own' }, '/own'],
    [{ ...linux, platform: 'darwin' }, {}, '/home/ada/Library/Caches/lr-tool'],
    [windows, {}, 'C:\\Users\\ada\\AppData\\Local\\lr-tool'],
    [windows, { LOCALAPPDATA: 'D:\\cache' }, 'D:\\cache\\lr-tool'],
    [windows, { LR_TOOL_CACHE: 'E:\\own' }, 'E:\\own'],
  ] as const)('of %o with %o is %s', (place, env, folder) => {
    expect(cacheFolder({ ...place, env })).toBe(folder);
  });

  it('refuses a relative LR_TOOL_CACHE, and says what to type', () => {
    expect(() => cacheFolder({ ...linux, env: { LR_TOOL_CACHE: 'cache' } })).toThrow(
      expect.objectContaining({
        blame: 'user',
        message: "LR_TOOL_CACHE is 'cache', which is not an absolute path",
        hint: expect.stringContaining('/home/ada/.cache/lr-tool'),
      }),
    );
  });
});

describe('the native engine', () => {
  it('has one folder per platform and version of tfjs-node, none per version of Node', () => {
    expect(nativeFolder(linux)).toBe('/home/ada/.cache/lr-tool/native/tfjs-node-4.22.0-linux-x64');
  });

  it('belongs to the version of tfjs-node that is locked', () => {
    const { optionalDependencies } = createRequire(import.meta.url)('../../package.json');
    expect(optionalDependencies['@tensorflow/tfjs-node']).toBe(tfjsNodeVersion);
  });

  it('is absent where nothing was set up', () => {
    const why = '/home/ada/.cache/lr-tool/native/tfjs-node-4.22.0-linux-x64 does not exist';
    expect(findNative(linux)).toEqual({ ok: false, state: 'absent', why });
  });
});
