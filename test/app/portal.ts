import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startTestApp, type TestApp } from '#test/harness/app.ts';
import { writeRecording } from '#test/harness/recording-builder.ts';
import { tempDir } from '#test/harness/temp-dir.ts';
import { writeTokens } from './tokens.ts';

/** The people of a portal: each sees another part of two clusters. */
const PEOPLE = {
  chief: { role: 'ADMIN' },
  shopkeeper: { role: 'OPERATOR', namespaces: 'shop' },
  cashier: { role: 'VIEWER', namespaces: 'payments' },
  researcher: { role: 'VIEWER', clusters: 'lab' },
  gardener: { role: 'OPERATOR', clusters: 'lab' },
  leaver: { role: 'ADMIN', expires: '2020-02-01T00:00:00Z' },
} as const;

export type PersonName = keyof typeof PEOPLE;

/** A server over the recorded shop, under the name `prod` (its own is also that of a namespace), and a small cluster `lab`. */
export interface Portal extends TestApp {
  readonly tokens: Readonly<Record<PersonName, string>>;
  /** Whole runs of `prod` at its last two moments. */
  readonly runs: { readonly during: string; readonly after: string };
  /** Where the moments of both clusters were recorded. */
  readonly recorded: { readonly prod: readonly string[]; readonly lab: string };
}

const MOMENTS = ['2-during', '3-after'] as const;

const namespace = (name: string, uid: string) => ({ metadata: { name, uid: `5d1c4d1e-0000-4000-8000-0000${uid}` } });

/** A problem in a namespace that nobody but the researcher sees, and one in `payments` whose words name such a namespace. */
const LAB_OBJECTS = {
  'v1/namespaces': [
    namespace('kube-system', '00000001'),
    namespace('greenhouse', '00000002'),
    namespace('vault', '00000003'),
    namespace('payments', '00000004'),
  ],
  'rbac.authorization.k8s.io/v1/rolebindings': [
    {
      metadata: { name: 'keys', namespace: 'payments' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'key-reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'keeper', namespace: 'vault' }],
    },
  ],
  'v1/services': [
    {
      metadata: { name: 'thermometer', namespace: 'greenhouse', creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { selector: { app: 'thermometer' }, ports: [{ port: 80 }] },
    },
  ],
};

/** Starts the portal; it ends with the file. */
export async function startPortal(whenOver: (stop: () => Promise<void>) => void): Promise<Portal> {
  const directory = tempDir(whenOver);
  symlinkSync(resolve('recordings/shop'), join(directory, 'prod'));
  await writeRecording(join(directory, 'lab'), {
    moments: { '1': { takenAt: '2026-02-01T00:00:00Z', lists: LAB_OBJECTS } },
  });
  const { file, tokens } = writeTokens(directory, PEOPLE);
  const app = await startTestApp(
    {
      recordings: [
        { directory: join(directory, 'prod'), moment: MOMENTS[0] },
        { directory: join(directory, 'lab'), moment: undefined },
      ],
      tokensFile: file,
    },
    whenOver,
  );
  const during = await app.diagnose({ cluster: 'prod' }, tokens.chief);
  await app.clusters.moveTo('prod', MOMENTS[1], AbortSignal.timeout(20_000));
  const after = await app.diagnose({ cluster: 'prod' }, tokens.chief);
  await app.diagnose({ cluster: 'lab' }, tokens.chief);
  return {
    ...app,
    tokens,
    runs: { during, after },
    recorded: { prod: MOMENTS.map((moment) => join(directory, 'prod', moment)), lab: join(directory, 'lab/1') },
  };
}
