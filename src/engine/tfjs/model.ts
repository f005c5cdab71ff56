import { reasonOf, userError } from '../../base/errors.js';
import { deriveSeed } from '../../base/random.js';
import type { LayerConfig } from '../../models/layers.js';
import type { ResolvedModel } from '../../models/model.js';
import { seededInitializers } from './initializers.js';
import { buildLayers, type Layer } from './layers.js';
import { loadModelFile } from './model-file.js';
import { loadModelModule } from './model-module.js';
import { keras, type LayersModel, type SymbolicTensor } from './tensorflow.js';

/** What the data set asks of a model. Shapes: of one example. */
export interface Demand {
  readonly inputShape: readonly number[];
  readonly outputs: number;
  /** What the outputs are compared with, e.g. "10 classes". */
  readonly targets: string;
  readonly seed: number;
}

/**
 * The model, with its weights, ready to be trained on data of that shape.
 *
 * Errors: MODEL_LAYER (a layer that cannot follow the one before), MODEL_INPUT and MODEL_OUTPUT (it does not fit the
 * data), MODEL_FILE, MODEL_MODULE.
 */
export async function buildModel(model: ResolvedModel, demand: Demand): Promise<LayersModel> {
  const built = await builtFrom(model, demand);
  try {
    if (!built.built) built.build([null, ...demand.inputShape]);
    checkInput(built, demand);
    checkOutput(built, model, demand);
    return built;
  } catch (error) {
    built.dispose();
    throw error;
  }
}

async function builtFrom(model: ResolvedModel, demand: Demand): Promise<LayersModel> {
  if (model.kind === 'layers') return modelOfLayers(model.layers, demand);
  if (model.kind === 'file') return loadModelFile(model.path);
  const { inputShape, outputs } = demand;
  return loadModelModule(model.path, { inputShape, outputs, seed: deriveSeed(demand.seed, 'module') });
}

function modelOfLayers(configs: readonly LayerConfig[], { inputShape, seed }: Demand): LayersModel {
  const inputs = keras.input({ shape: [...inputShape] });
  const begun: Layer[] = [];
  let outputs = inputs;
  try {
    configs.forEach((config, i) => {
      for (const layer of buildLayers(config, seededInitializers(seed, i))) {
        begun.push(layer);
        outputs = follow(outputs, layer, `model.layers[${i}] (${config.layer})`);
      }
    });
  } catch (error) {
    // A layer that fails may have made its weights, and cannot be disposed itself: it is not in use yet.
    for (const layer of begun) for (const weight of layer.weights) weight.dispose();
    throw error;
  }
  return keras.model({ inputs, outputs });
}

function follow(before: SymbolicTensor, layer: Layer, place: string): SymbolicTensor {
  const input = exampleShape(before.shape);
  const cannot = (why: string, cause?: unknown) =>
    userError('MODEL_LAYER', `${place} cannot take an input of shape ${shapeText(input)}: ${why}`, {
      hint: 'change that layer or the ones before it; images have the shape [height, width, channels]',
      cause,
    });
  let after: SymbolicTensor;
  try {
    after = layer.apply(before) as SymbolicTensor;
  } catch (cause) {
    throw cannot(reasonOf(cause), cause);
  }
  const output = exampleShape(after.shape);
  if (output.every((side) => side >= 1)) return after;
  throw cannot(`its output would have the shape ${shapeText(output)}`);
}

function checkInput({ inputs }: LayersModel, { inputShape }: Demand): void {
  const hint = 'change the first layer of the model, or give it other data';
  if (inputs.length !== 1) throw userError('MODEL_INPUT', `the model has ${inputs.length} inputs, not one`, { hint });
  const wanted = inputs[0]!.shape.slice(1);
  if (wanted.length === inputShape.length && wanted.every((side, i) => side === null || side === inputShape[i])) return;
  throw userError(
    'MODEL_INPUT',
    `the model takes inputs of shape ${shapeText(wanted)}, the data set has ${shapeText(inputShape)}`,
    { hint },
  );
}

function checkOutput({ outputs }: LayersModel, model: ResolvedModel, demand: Demand): void {
  const given = outputs.map(({ shape }) => exampleShape(shape));
  if (given.length === 1 && given[0]!.length === 1 && given[0]![0] === demand.outputs) return;
  const last = model.kind === 'layers' ? `model.layers[${model.layers.length - 1}]` : 'the last layer of the model';
  const [shape] = given;
  const flat = given.length === 1 && shape!.length === 1;
  const gives = flat ? `${shape![0]} output${shape![0] === 1 ? '' : 's'}` : given.map(shapeText).join(' and ');
  throw userError('MODEL_OUTPUT', `the model gives ${gives}, the data set has ${demand.targets}`, {
    hint: flat
      ? `give ${last} ${demand.outputs} unit${demand.outputs === 1 ? '' : 's'}`
      : `end the model in one dense layer of ${demand.outputs} units (after flatten or pooling)`,
  });
}

const exampleShape = (shape: readonly (number | null)[]) => shape.slice(1).map(Number);
const shapeText = (shape: readonly (number | null)[]) => `[${shape.map((side) => side ?? 'any').join(', ')}]`;
