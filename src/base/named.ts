import { z } from 'zod';

type NamedObject = z.ZodObject<{ name: z.ZodLiteral<string> }>;

/** A union of objects told apart by `name`, which may also be written as that name alone: "adam" is {"name": "adam"}. */
export const named = <const T extends readonly NamedObject[]>(
  union: z.ZodDiscriminatedUnion<T>,
  description: string,
) => {
  const names = union.options.map((option) => option.shape.name.value);
  const alone = z
    .enum(names)
    .transform((name) => ({ name }))
    .pipe(union as z.ZodType<z.output<typeof union>, { name: string }>)
    .describe('its name alone, with the defaults of all parameters');
  return z.union([alone, union]).describe(description);
};
