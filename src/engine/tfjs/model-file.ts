import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { z } from 'zod';
import { reasonOf, userError } from '../../base/errors.js';
import { shownText } from '../../base/shown.js';
import { keras, type LayersModel } from './tensorflow.js';

/** Largest model.json: layers and names only. */
const maxModelBytes = 64 * 2 ** 20;

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
  if ((await sizeOfFile(path, path)) > maxModelBytes) {
    throw bad(path, `it has more than ${maxModelBytes / 2 ** 20} MiB`, 'give the path of a model.json');
  }
  const { modelTopology, weightsManifest } = parseModel(path, (await read(path, path)).toString('utf8'));
  const files = weightsManifest.flatMap(({ paths }) => paths);
  const shards = await Promise.all(files.map((file) => insideFolder(path, file)));
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const sizes = await Promise.all(shards.map((shard) => sizeOfFile(path, shard)));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const wanted = weightSpecs.reduce((sum, spec) => sum + sizeOf(spec), 0);
  if (bytes !== wanted) {
    throw bad(path, `its weight files hold ${bytes} bytes, its weights take ${wanted}`, 'copy the weight files again');
  }
  const contents = await Promise.all(shards.map((shard) => read(path, shard)));
  const weightData = new Uint8Array(Buffer.concat(contents)).buffer;
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
    throw unreadable(model, path, cause);
  }
}

/** Bytes of a plain file: a device or a pipe could go on for ever. */
async function sizeOfFile(model: string, path: string): Promise<number> {
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(model, path, cause);
  });
  if (found.isFile()) return found.size;
  throw bad(model, `${shownText(path)} is not a file`, 'check model.path, and copy all files');
}

/**
 * Paths come from the file, so a path that leaves the folder is an attack or an error, also where it leaves by a link:
 * what is in a folder that somebody sent is not what is in the reader's own.
 */
async function insideFolder(model: string, file: string): Promise<string> {
  const folder = dirname(model);
  const path = join(folder, file);
  const leaves = (from: string, to: string) =>
    /^\.\.($|[\\/])/.test(relative(from, to)) || isAbsolute(relative(from, to));
  const outside = () =>
    bad(
      model,
      `its weight file '${shownText(file)}' lies outside of its folder`,
      'put the weight files beside model.json',
    );
  if (isAbsolute(file) || file.includes('\0') || leaves(folder, path)) throw outside();
  const real = await realpath(path).catch((cause: unknown) => {
    throw unreadable(model, path, cause);
  });
  if (leaves(await realpath(folder), real)) throw outside();
  return path;
}

function sizeOf({ shape, dtype, quantization }: z.output<typeof weightSpec>): number {
  return shape.reduce((product, side) => product * side, bytesPerValue[quantization?.dtype ?? dtype]);
}

const unreadable = (model: string, path: string, cause: unknown) =>
  bad(model, `${shownText(path)} cannot be read: ${reasonOf(cause)}`, 'check model.path, and copy all files', cause);

const bad = (path: string, why: string, hint: string, cause?: unknown) =>
  userError('MODEL_FILE', `model ${path}: ${why}`, { hint, cause });
