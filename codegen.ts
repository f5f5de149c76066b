import type { CodegenConfig } from '@graphql-codegen/cli';

const MODELS = [
  'Cluster',
  'Check',
  'CheckMessage',
  'CheckOutcome',
  'Run',
  'RunScope',
  'RunCoverage',
  'KindCoverage',
  'KindSyncing',
  'KindSynced',
  'KindStale',
  'KindForbidden',
  'KindUnavailable',
  'KindAbsent',
  'ObjectReference',
  'Finding',
  'FindingSnapshot',
  'Episode',
  'FieldEvidence',
  'EventEvidence',
  'RunComparison',
  'NewFinding',
  'ResolvedFinding',
  'ChangedFinding',
  'UnchangedFinding',
  'NotComparableFinding',
  'AuditEvent',
];

const PAGES = [
  'Cluster',
  'Check',
  'Run',
  'CheckOutcome',
  'Finding',
  'Subject',
  'Episode',
  'ComparedFinding',
  'AuditEvent',
];

/** The plugins write `any` where a subscription's event or a scalar's serialised form is not known. */
function withoutAny(_file: string, content: string): string {
  return content.replace(/\bany\b(?=[[>,])/g, 'unknown');
}

const config: CodegenConfig = {
  schema: 'schema.graphql',
  hooks: { beforeOneFileWrite: [withoutAny] },
  generates: {
    'src/graphql/generated/types.ts': {
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        contextType: '../context.ts#Context',
        defaultScalarType: 'unknown',
        emitLegacyCommonJSImports: false,
        enumsAsTypes: true,
        immutableTypes: true,
        importExtension: '.ts',
        inputMaybeValue: 'T | null | undefined',
        mappers: {
          ...Object.fromEntries(MODELS.map((name) => [name, `../mappers.ts#${name}Model`])),
          ...Object.fromEntries(PAGES.map((name) => [`${name}Connection`, `../mappers.ts#${name}Page`])),
          RunProgressEvent: '../mappers.ts#RunProgressModel',
        },
        maybeValue: 'T | null | undefined',
        scalars: {
          ID: { input: 'string', output: 'string' },
          // Evidence carries RFC 3339 text; the scalar brings both forms to UTC.
          DateTime: { input: 'Date', output: 'Date | string' },
          JSON: { input: 'unknown', output: 'unknown' },
        },
        skipTypename: true,
        strictScalars: true,
        useTypeImports: true,
      },
    },
  },
};

export default config;
