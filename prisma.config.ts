import { defineConfig } from 'prisma/config';

// No datasource here: the server applies migrations itself and `npm run db:migration` brings a database of its own,
// so that Prisma's command line never needs the address of one.
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
