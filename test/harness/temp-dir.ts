import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A fresh directory that is removed when the test ends, or when `whenOver` says. */
export function tempDir(whenOver: (remove: () => Promise<void>) => void = onTestFinished): string {
  const directory = mkdtempSync(join(tmpdir(), 'kubeclinic-test-'));
  whenOver(async () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
