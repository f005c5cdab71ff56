import { LrToolError } from '../../base/errors.js';
import { formatBytes } from '../../provision/progress.js';
import type { Plan, Road, Work } from '../../provision/road.js';

/** What a road would do, or why it is not open. */
export interface PlannedRoad {
  readonly road: string;
  readonly summary: string;
  readonly plan: Omit<Plan, 'build'> | null;
  readonly why: string | null;
  readonly hint: string | null;
}

/** Asks every road, and takes none. */
export const planRoads = (roads: readonly Road[], work: Work): Promise<PlannedRoad[]> =>
  Promise.all(roads.map((road) => planRoad(road, work)));

async function planRoad(road: Road, work: Work): Promise<PlannedRoad> {
  const { name, summary } = road;
  try {
    const { steps, downloadBytes, diskBytes } = await road.plan(work);
    return { road: name, summary, plan: { steps, downloadBytes, diskBytes }, why: null, hint: null };
  } catch (error) {
    if (!(error instanceof LrToolError)) throw error;
    return { road: name, summary, plan: null, why: error.message, hint: error.hint ?? null };
  }
}

export function plansText(plans: readonly PlannedRoad[], folder: string, fused: string): string {
  const lines = plans.flatMap(({ road, summary, plan, why, hint }) => [
    `${road}: ${summary}`,
    ...(plan === null
      ? [`  not open: ${why}`, ...(hint === null ? [] : [`  ${hint}`])]
      : [...plan.steps.map((step) => `  ${step}`), `  needs ${formatBytes(plan.diskBytes)} of disk while it is made`]),
  ]);
  return `${[...lines, `would be put in ${folder}`, `and the fused kernels, compiled here, in ${fused}`].join('\n')}\n`;
}
