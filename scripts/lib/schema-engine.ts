import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { pino } from 'pino';
import { startEmbeddedPostgres } from '#src/db/embedded-postgres.ts';
import { type Migration, migrationsDirectory, readMigrations } from '#src/db/migration-files.ts';

/** Where the tables are described. */
export const SCHEMA_FILE = join(import.meta.dirname, '..', '..', 'prisma', 'schema.prisma');

/**
 * The SQL that leads from the committed migrations to `schema.prisma`; empty when they agree. It starts a Postgres for itself,
 * runs the migrations in it (so they are known to run) and lets Prisma's schema engine compare. The engine is the
 * WebAssembly one from npm: Prisma's command line would fetch a native one from a host that many networks do not reach.
 */
export async function diffMigrations(from: { schemaFile?: string; directory?: string } = {}): Promise<string> {
  const { schemaFile = SCHEMA_FILE, directory = migrationsDirectory() } = from;
  const schema = await readFile(schemaFile, 'utf8');
  const migrations = await readMigrations(directory);
  return withPostgres((url) =>
    withEngine(url, async (schemaEngine) => {
      const { stdout } = await schemaEngine.diff({
        from: { tag: 'migrations', ...listOf(directory, migrations) },
        to: { tag: 'schemaDatamodel', files: [{ path: schemaFile, content: schema }] },
        script: true,
        exitCode: null,
        filters: NO_FILTERS,
      });
      return withoutEmptyNotice(stdout ?? '');
    }),
  );
}

/** What Prisma says of the migrations in a database, beside those of the directory. */
export async function diagnoseHistory(url: string): Promise<engine.DiagnoseMigrationHistoryOutput> {
  const directory = migrationsDirectory();
  const migrationsList = listOf(directory, await readMigrations(directory));
  return withEngine(url, (schemaEngine) =>
    schemaEngine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: NO_FILTERS }),
  );
}

const NO_FILTERS: engine.SchemaFilter = { externalTables: [], externalEnums: [] };

async function withEngine<T>(url: string, use: (schemaEngine: engine.SchemaEngine) => Promise<T>): Promise<T> {
  loading ??= loadEngine();
  await loading;
  const schemaEngine = await engine.SchemaEngine.new(
    { datamodels: undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapterFactory(url)),
  );
  try {
    return await use(schemaEngine);
  } finally {
    schemaEngine.free();
  }
}

/** The engine says "This is an empty migration." as a comment when there is nothing to do. */
function withoutEmptyNotice(script: string): string {
  const statements = script.split('\n').filter((line) => !line.startsWith('--') && line.trim() !== '');
  return statements.length === 0 ? '' : script;
}

async function withPostgres<T>(use: (url: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kubeclinic-schema-'));
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, logger: pino({ level: 'warn' }), durable: false });
    try {
      return await use(postgres.url);
    } finally {
      await postgres.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The part of WebAssembly's interface that is used: TypeScript has it only with the browser's types. */
interface WebAssemblyRuntime {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, unknown>,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
}

/** Its glue code remembers the memory of the first instance, so there can be only one a process. */
let loading: Promise<void> | undefined;

async function loadEngine(): Promise<void> {
  // The engine tells the text of a panic to this object, which Prisma's command line provides.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(message) },
  });
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyRuntime };
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    [`./${basename(file, '.wasm')}.js`]: engine,
  });
  engine.__wbg_set_wasm(instance.exports);
  const start = instance.exports['__wbindgen_start'];
  if (typeof start === 'function') start();
}

function listOf(directory: string, migrations: readonly Migration[]): engine.MigrationList {
  return {
    baseDir: directory,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map((migration) => ({
      path: migration.name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: migration.sql } },
    })),
  };
}

/**
 * Prisma's adapter with three repairs: it does not know Postgres' one-byte type "char", which the engine's own catalogue queries
 * give; its `executeScript` cuts scripts at every semicolon, which breaks the bodies of functions; and it drops the
 * shadow database while it is still connected to it (ours ends with the scratch Postgres).
 */
function adapterFactory(url: string): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connect(url),
    async connectToShadowDb() {
      const name = `shadow_${randomUUID().replaceAll('-', '')}`;
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      const shadow = new URL(url);
      shadow.pathname = `/${name}`;
      return connect(shadow.href);
    },
  };
}

/** Postgres' "char", and a type that the adapter knows. */
const CHAR_OID = 18;
const TEXT_OID = 25;

async function connect(url: string): Promise<SqlDriverAdapter> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const query = pool.query.bind(pool);
  const charColumns = new WeakMap<object, readonly boolean[]>();
  Object.assign(pool, {
    async query(request: pg.QueryArrayConfig) {
      const result = await query(request);
      charColumns.set(
        result.rows,
        result.fields.map((field) => field.dataTypeID === CHAR_OID),
      );
      for (const field of result.fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = TEXT_OID;
      return result;
    },
  });
  const adapter = await new PrismaPg(pool).connect();
  const queryRaw = adapter.queryRaw.bind(adapter);
  return Object.assign(adapter, {
    async queryRaw(request: SqlQuery) {
      const result = await queryRaw(request);
      const isChar = charColumns.get(result.rows) ?? [];
      return {
        ...result,
        columnTypes: result.columnTypes.map((type, column) =>
          isChar[column] === true ? ColumnTypeEnum.Character : type,
        ),
      };
    },
    async executeScript(script: string) {
      await query(script);
    },
    dispose: () => pool.end(),
  });
}
