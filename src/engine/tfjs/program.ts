import { gatherInputs } from '../../datasets/gather.js';
import { openSession, type SessionAddon } from '../compiled/session.js';
import type { SessionOptions } from '../compiled/session-options.js';
import type { Feed, PassGraph } from '../compiled/step-graph.js';
import type { TrainerSetup } from '../engine.js';
import { takesLabels } from '../losses.js';
import { gather } from '../targets.js';

/** The arrays that a pass reads besides its data. */
export interface ModelState {
  readonly weights: readonly Float32Array[];
  readonly others: readonly Float32Array[];
}

/** A pass for one number of rows, as a session. */
export interface Program {
  /** Runs it on the rows; one array for each fetch of the graph is written. */
  run(rows: Int32Array, state: ModelState, results: readonly ArrayBufferView[]): void;
  close(): void;
}

export function openProgram(
  addon: SessionAddon,
  graph: PassGraph,
  options: SessionOptions,
  { dataset, loss }: TrainerSetup,
): Program {
  const session = openSession(addon, graph, options);
  const labels = takesLabels(loss);
  const fed = ({ source }: Feed, rows: Int32Array, { weights, others }: ModelState): ArrayBufferView => {
    if (source.kind === 'weight') return weights[source.index]!;
    if (source.kind === 'other') return others[source.index]!;
    if (source.kind === 'mask') return source.draw();
    if (source.kind === 'inputs') return gatherInputs(dataset, rows);
    return labels ? Int32Array.from(gather(dataset, rows)) : Float32Array.from(gather(dataset, rows));
  };
  return {
    run(rows, state, results) {
      session.run(
        graph.feeds.map((feed) => fed(feed, rows, state)),
        results,
      );
    },
    close: () => session.close(),
  };
}
