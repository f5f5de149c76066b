/** Writes docs/diagnosis.schema.json. `--check` only compares, and fails. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { diagnosisSchema } from './diagnosis-schema.ts';

const PATH = 'docs/diagnosis.schema.json';
const text = `${JSON.stringify(z.toJSONSchema(diagnosisSchema, { target: 'draft-2020-12' }), null, 2)}\n`;

if (!process.argv.includes('--check')) writeFileSync(PATH, text);
else if (readFileSync(PATH, 'utf8') !== text) {
  console.error(`Stale: ${PATH}. Run: npm run generate`);
  process.exit(1);
}
