/** The folder of the package: src/base, build/base and dist/chunks, where this may run, all lie two folders below it. */
const root = new URL('../../', import.meta.url);

/** A file or folder that comes with the package, by its path there: 'data/digits/digits.csv.gz'. */
export const packageFile = (path: string): URL => new URL(path, root);
