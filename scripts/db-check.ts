// npm run db:check
// Fails when the committed migrations do not lead to prisma/schema.prisma, or do not run.
import { diffMigrations } from './lib/schema-engine.ts';

const missing = await diffMigrations();
if (missing !== '') {
  console.error('The migrations do not lead to prisma/schema.prisma. Missing is:\n');
  console.error(missing);
  console.error('`npm run db:migration -- NAME` writes it into a migration.');
  process.exit(1);
}
console.log('The migrations and prisma/schema.prisma agree.');
