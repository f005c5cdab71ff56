import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { z } from 'zod';
import { reasonOf, userError } from '../../base/errors.js';
import { keras, type LayersModel } from './tensorflow.js';

const bytesPerValue = { float32: 4, float16: 2, int32: 4, uint16: 2, uint8: 1, bool: 1 } as const;
const dtype = z.enum(['float32', 'int32', 'bool']);

const weightSpec = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype,
  quantization: z.looseObject({ dtype: z.enum(['uint8', 'uint16', 'float16']) }).optional(),
});

const modelJson = z.looseObject({
  modelTopology: z.looseObject({}),
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()), weights: z.array(weightSpec) })).min(1),
});
type ModelJson = z.output<typeof modelJson>;

/**
 * A layers model as `model.save('file://...')` writes it: model.json, the weights in files beside it or below.
 *
 * Errors: MODEL_FILE for a file that is missing, damaged, of another format, outside of the model's folder or of the
 * wrong size.
 */
export async function loadModelFile(path: string): Promise<LayersModel> {
  const { modelTopology, weightsManifest } = parseModel(path, (await read(path, path)).toString('utf8'));
  const files = weightsManifest.flatMap(({ paths }) => paths);
  const shards = await Promise.all(files.map((file) => read(path, insideFolder(path, file))));
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const bytes = shards.reduce((sum, { length }) => sum + length, 0);
  const wanted = weightSpecs.reduce((sum, spec) => sum + sizeOf(spec), 0);
  if (bytes !== wanted) {
    throw bad(path, `its weight files hold ${bytes} bytes, its weights take ${wanted}`, 'copy the weight files again');
  }
  const weightData = new Uint8Array(Buffer.concat(shards)).buffer;
  try {
    return await keras.loadLayersModel({
      load: async () => ({ modelTopology, weightSpecs: weightSpecs as never, weightData }),
    });
  } catch (cause) {
    throw bad(path, `TensorFlow.js cannot build it: ${reasonOf(cause)}`, 'export it again with tfjs 4', cause);
  }
}

function parseModel(path: string, text: string): ModelJson {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw bad(path, `it is not JSON: ${reasonOf(cause)}`, 'give the path of a model.json', cause);
  }
  const parsed = modelJson.safeParse(json, { reportInput: true });
  if (parsed.success) return parsed.data;
  const { path: place, message, input } = parsed.error.issues[0]!;
  const why = input === undefined ? 'it is missing' : message;
  throw bad(path, `it is no layers model: ${place.join('.')}: ${why}`, 'save it with model.save() of tfjs-layers');
}

async function read(model: string, path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw bad(model, `${path} cannot be read: ${reasonOf(cause)}`, 'check model.path, and copy all files', cause);
  }
}

/** Paths come from the file, so a path that leaves the folder is an attack or an error. */
function insideFolder(model: string, file: string): string {
  const folder = dirname(model);
  const path = join(folder, file);
  const way = relative(folder, path);
  if (isAbsolute(file) || way === '..' || way.startsWith(`..${sep}`)) {
    throw bad(model, `its weight file '${file}' lies outside of its folder`, 'put the weight files beside model.json');
  }
  return path;
}

function sizeOf({ shape, dtype, quantization }: z.output<typeof weightSpec>): number {
  return shape.reduce((product, side) => product * side, bytesPerValue[quantization?.dtype ?? dtype]);
}

const bad = (path: string, why: string, hint: string, cause?: unknown) =>
  userError('MODEL_FILE', `model ${path}: ${why}`, { hint, cause });
