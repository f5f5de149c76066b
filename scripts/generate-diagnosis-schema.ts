/** Writes docs/diagnosis.schema.json. */
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { diagnosisSchema } from './diagnosis-schema.ts';

writeFileSync(
  'docs/diagnosis.schema.json',
  `${JSON.stringify(z.toJSONSchema(diagnosisSchema, { target: 'draft-2020-12' }), null, 2)}\n`,
);
