import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'installation.key';
const BYTES = 32;
/** 64 bits tell two values of one key apart; they are far too few to guess the value from. */
const DIGEST_CHARACTERS = 16;

async function readKey(path: string): Promise<Buffer | undefined> {
  try {
    const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'hex');
    if (key.length !== BYTES)
      throw new Error(
        `${path} holds no key of ${BYTES} bytes in hex; without it, values can't be compared with earlier ones. Remove it to begin anew.`,
      );
    return key;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Opens the digest of this installation: a keyed hash (HMAC-SHA-256) that tells whether a value changed and nothing more.
 * Its key is made once and kept in the data directory with mode 0600.
 */
export async function openDigest(dataDir: string): Promise<(value: string) => string> {
  const path = join(dataDir, FILE);
  await mkdir(dataDir, { recursive: true });
  let key = await readKey(path);
  if (key === undefined) {
    const fresh = randomBytes(BYTES);
    try {
      // Exclusive: of two servers that start at once one makes the key, and the other reads it.
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(`${fresh.toString('hex')}\n`);
      await file.close();
      key = fresh;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      key = await readKey(path);
    }
  }
  const secret = key ?? randomBytes(BYTES);
  return (value) => createHmac('sha256', secret).update(value).digest('hex').slice(0, DIGEST_CHARACTERS);
}
