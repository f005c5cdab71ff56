import { epochsCsv } from '../reports/epochs-csv.js';
import { stepsCsv } from '../reports/steps-csv.js';
import type { Trained } from '../runs/train-run.js';
import { safetensors } from '../storage/safetensors.js';
import { type ModelFile, tfjsModel } from '../storage/tfjs-model.js';

/**
 * What the run folder of a training holds besides report and config: metrics.csv (updates), epochs.csv, and of the best
 * and the last weights NAME.safetensors and the TensorFlow.js model NAME-model/. Weights that are not finite are left
 * out, and a model whose layers cannot be written down is left without its folder; the report and a note say so.
 */
export function* savedTraining({ report, last, best, topology }: Trained): Generator<ModelFile> {
  const metadata = { tool: `lr-tool ${report.tool}`, data: report.data.name, seed: String(report.seed) };
  yield { name: 'metrics.csv', content: stepsCsv(report) };
  yield { name: 'epochs.csv', content: epochsCsv(report) };
  for (const [name, weights] of [['best', best] as const, ['last', report.weights.finite ? last : null] as const]) {
    if (weights === null) continue;
    yield { name: `${name}.safetensors`, content: safetensors(weights, metadata) };
    if ('why' in topology) continue;
    for (const file of tfjsModel(topology.json, weights, metadata))
      yield { ...file, name: `${name}-model/${file.name}` };
  }
}
