import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly resolved?: string;
  readonly integrity?: string;
}

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const own = read('package.json');
const locked = Object.entries(read('package-lock.json').packages as Record<string, Locked>).filter(
  ([path]) => path !== '',
);
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const inDefault = locked.filter(([, { dev, optional, devOptional }]) => !dev && !optional && !devOptional);
const installed = locked.filter(([, { dev }]) => !dev);
const versionsOf = (name: string) => locked.flatMap(([path, { version }]) => (nameOf(path) === name ? [version] : []));

/** Known-vulnerable versions that tfjs-node would bring, and the first ones without the holes: docs/security.md. */
const mended = { tar: [7, 5, 16], 'adm-zip': [0, 6, 0] } as const;

/** Licences whose packages an MIT package may depend on. */
/** MPL-2.0 binds those who change its files: they are used as they are. */
const compatible = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'MPL-2.0'];

describe('the packages that lr-tool brings', () => {
  it('are pinned exactly', () => {
    const groups = [own.dependencies, own.devDependencies, own.optionalDependencies];
    for (const [name, version] of groups.flatMap((group) => Object.entries(group))) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
      expect(versionsOf(name), name).toContain(version);
    }
  });

  it('come with a hash each, and from nowhere but the registry of whoever installs', () => {
    for (const [path, { integrity, resolved }] of locked) {
      expect(integrity, path).toMatch(/^sha512-/);
      expect(resolved, path).toBeUndefined();
    }
  });

  it('run no script when they are installed, but for those of tfjs-node, which .npmrc stops here', () => {
    expect(inDefault.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
    const others = installed.flatMap(([path, { hasInstallScript }]) => (hasInstallScript ? [nameOf(path)] : []));
    expect(others.filter((name) => !['@tensorflow/tfjs-node', 'core-js'].includes(name))).toEqual([]);
    expect(readFileSync('.npmrc', 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });

  it.each(Object.entries(mended))('override the vulnerable %s', (name, least) => {
    expect(own.overrides[name]).toMatch(new RegExp(`^\\^${least[0]}\\.${least[1]}\\.`));
    expect(versionsOf(name).length).toBeGreaterThan(0);
    for (const version of versionsOf(name)) {
      const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
      const above = major - least[0] || minor - least[1] || patch - least[2];
      expect(above, `${name} ${version}`).toBeGreaterThanOrEqual(0);
    }
    expect(readFileSync('docs/security.md', 'utf8')).toContain(`"${name}": "${own.overrides[name]}"`);
  });

  it('have licences that go with MIT', () => {
    for (const [path, { license = 'none' }] of installed) {
      const all = license.replace(/[()]/g, '').split(/ AND /);
      expect(
        all.every((one) => one.split(' OR ').some((name) => compatible.includes(name))),
        `${path}: ${license}`,
      ).toBe(true);
    }
  });

  it('are listed in docs/security.md, those that are installed by default', () => {
    const docs = readFileSync('docs/security.md', 'utf8');
    for (const name of Object.keys(own.dependencies)) expect(docs, name).toContain(`\`${name}\``);
    expect(docs).toContain(`${inDefault.length} packages`);
  });
});
