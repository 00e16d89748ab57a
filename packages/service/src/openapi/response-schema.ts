import { z } from 'zod';

/** JSON Schema of an answer, in the draft that fast-json-stringify reads: strips what is not named. */
export const responseSchema = (output: z.ZodType): object =>
  z.toJSONSchema(output, { io: 'output', target: 'draft-07' });
