import { safeText, wrapText } from '../../base/text.js';
import { formatBytes } from '../../provision/progress.js';
import type { Screen } from '../screen.js';
import type { BackendCheck, DoctorReport } from './report.js';
import { stepModel } from './step-time.js';

const margin = 10;

/** The report for people: a name in the margin, facts beside it, what to type below what does not work. */
export function doctorText(report: DoctorReport, { paint, width }: Pick<Screen, 'paint' | 'width'>): string {
  const rows: Row[] = [
    ...systemRows(report),
    ...report.backends.flatMap(backendRows),
    { name: 'set up', text: nativeLine(report) },
    { name: '', text: fusedLine(report) },
    { name: 'packages', text: packageLine(report) },
    { name: 'terminal', text: terminalLine(report) },
    ...Object.entries(report.folders).map(([name, folder]) => ({ name, text: folderLine(folder) })),
    ...report.warnings.map(
      ({ code, message }): Row => ({ name: 'warning', text: `${code} ${message}`, style: 'warning' }),
    ),
  ];
  return rows
    .flatMap(({ name, text, style }) =>
      wrapText(safeText(text), width - margin).map((line, i) => {
        const body = style === undefined ? line : paint(style, line);
        return `${paint('faint', (i === 0 ? name : '').padEnd(margin))}${body}`.trimEnd();
      }),
    )
    .join('\n');
}

interface Row {
  readonly name: string;
  readonly text: string;
  readonly style?: 'good' | 'bad' | 'warning';
}

function systemRows({ tool, system }: DoctorReport): Row[] {
  const { node, npm, platform, arch, libc, processor, cores, memoryBytes, threads } = system;
  const chosen = Object.entries(threads).map(([name, value]) => `${name}=${value}`);
  return [
    { name: 'lr-tool', text: `${tool}, Node ${node}, npm ${npm ?? 'not found'}` },
    { name: 'machine', text: [`${platform} ${arch}`, ...(libc ? [libc] : []), processor].join(', ') },
    {
      name: '',
      text: [`${cores} cores`, formatBytes(memoryBytes), chosen.join(' ') || 'threads as the engine chooses'].join(
        ', ',
      ),
    },
  ];
}

function backendRows({
  backend,
  state,
  mode,
  openMs,
  selfTestMs,
  msPerStep,
  versions,
  why,
  remedy,
}: BackendCheck): Row[] {
  if (state !== 'works') {
    return [
      { name: backend, text: `${state}: ${why}`, style: 'bad' },
      { name: '', text: remedy ?? '' },
    ];
  }
  const known = Object.entries(versions).map(([name, value]) => `${name} ${value}`);
  return [
    { name: backend, text: `works (${mode}): ${msPerStep?.toPrecision(3)} ms a step of ${stepModel}`, style: 'good' },
    {
      name: '',
      text: `opens in ${openMs?.toFixed(0)} ms, self-test ${selfTestMs?.toFixed(0)} ms; ${known.join(', ')}`,
    },
  ];
}

function nativeLine({ native }: DoctorReport): string {
  const { folder, state, why, origin, compiler, bytes, own } = native;
  const script = own === null ? '' : `; tfjs-node's own binding is at ${own}`;
  if (state === 'absent') return `nothing in ${folder}${script}`;
  if (state !== 'provisioned') return `native is ${state}: ${why}; type: lr-tool setup${script}`;
  return `native in ${folder} (${origin}${compiler === null ? '' : `, ${compiler}`}, ${formatBytes(bytes)}), unchanged${script}`;
}

const fusedLine = ({ native: { fused } }: DoctorReport) =>
  fused === null ? 'fused kernels: not built; type: lr-tool setup' : `fused kernels in ${fused}`;

const packageLine = ({ packages }: DoctorReport) =>
  packages.map(({ name, version }) => `${name.replace('@tensorflow/', '')} ${version ?? 'absent'}`).join(', ');

function terminalLine({ terminal }: DoctorReport): string {
  const { stdout, stderr, width, color, unicode } = terminal;
  const looks = [`${width} columns`, color ? 'colours' : 'no colours', unicode ? 'Unicode' : 'ASCII (no UTF-8 locale)'];
  return `stdout is a ${stdout}, stderr a ${stderr}; ${looks.join(', ')}`;
}

function folderLine({ path, exists, freeBytes, writeMs, why }: DoctorReport['folders']['cache']): string {
  const there = exists ? '' : ' (not there yet)';
  const write =
    writeMs === null ? `cannot be written: ${why}` : `writes, syncs and renames in ${writeMs.toFixed(1)} ms`;
  return `${path}${there}: ${formatBytes(freeBytes)} free, ${write}`;
}
