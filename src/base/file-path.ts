import { z } from 'zod';

const filePaths = z.registry<{ readonly isFile: true }>();

/** The schema is made by `filePath`, or is a described copy of one. */
export const isFilePath = (schema: z.core.$ZodType): boolean => filePaths.get(schema)?.isFile === true;

/**
 * Text that names a file. A relative name starts from the folder of the config file it is written in, or from the
 * working directory where it is typed on the command line: the config loader makes it absolute by that rule.
 */
export const filePath = (description: string): z.ZodString =>
  z.string().min(1).describe(description).register(filePaths, { isFile: true });
