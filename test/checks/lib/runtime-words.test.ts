import { expect, test } from 'vitest';
import { runtimeWordsOf } from '#src/checks/lib/runtime-words.ts';

test.each([
  [
    'containerd and runc',
    'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/app": permission denied: unknown',
    'exec: "/app": permission denied',
  ],
  [
    'runc before the process',
    'OCI runtime create failed: runc create failed: invalid rootfs: not a directory: unknown',
    'invalid rootfs: not a directory',
  ],
  [
    'CRI-O and crun',
    'container create failed: crun: executable file `/app` not found in $PATH: No such file or directory',
    'executable file `/app` not found in $PATH: No such file or directory',
  ],
  [
    'words without a chain',
    'failed to reserve container name "a": name is taken.',
    'failed to reserve container name "a": name is taken',
  ],
  ['nothing', '', 'the runtime gave no reason'],
])('%s', (_, message, words) => {
  expect(runtimeWordsOf(message)).toBe(words);
});
