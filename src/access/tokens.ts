import { timingSafeEqual } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Logger } from 'pino';
import { parseTokens, type TokenEntry } from './parse-tokens.ts';
import { tokenHash } from './token-hash.ts';

const MOST_BYTES = 1_048_576;

/** The tokens that are valid now, as their file says. */
export interface TokenStore {
  /** The entry of a token, expired or not. Every entry is compared, in constant time. */
  find(token: string): TokenEntry | undefined;
  /** Whether an entry that `find` returned still stands in the file, unchanged. */
  holds(entry: TokenEntry): boolean;
  size(): number;
  /** Calls back after each change of the valid tokens; returns how to stop that. */
  onChange(listener: () => void): () => void;
  /** Stops reading the file. */
  close(): void;
}

async function readBounded(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size > MOST_BYTES) throw new Error('The tokens file is larger than 1 MiB.');
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(size), 0, size, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * Opens a tokens file and keeps reading it. A file that becomes unreadable or wrong leaves the last good tokens valid
 * and is logged once per content. Rejects when the first reading fails.
 *
 * @param options.pollMs pause between readings. With 500 ms a removed token is refused within the promised 2 s.
 *
 * The file is read whole each time (a few KB): fs.watch says nothing on network file systems and mounted ConfigMaps
 * (whose symlink is swapped), and modification times miss two writes within one tick of the clock.
 */
export async function openTokenStore(options: {
  readonly file: string;
  readonly logger: Logger;
  readonly pollMs?: number;
}): Promise<TokenStore> {
  const { file, logger, pollMs = 500 } = options;
  const listeners = new Set<() => void>();
  let text = await readBounded(file);
  const first = parseTokens(text);
  if ('errors' in first) throw new Error(first.errors.join(' '));
  let entries = first.tokens;
  let hashes = entries.map((entry) => Buffer.from(entry.sha256, 'hex'));
  let unreadable = false;
  let closed = false;

  /** Entries that did not change stay the same objects: `holds` tells by identity. */
  function replace(next: readonly TokenEntry[]): void {
    const known = new Map(entries.map((entry) => [JSON.stringify(entry), entry]));
    entries = next.map((entry) => known.get(JSON.stringify(entry)) ?? entry);
    hashes = entries.map((entry) => Buffer.from(entry.sha256, 'hex'));
    logger.info({ file, tokens: entries.length }, 'The tokens file was read again.');
    for (const listener of listeners) listener();
  }

  async function poll(): Promise<void> {
    try {
      const now = await readBounded(file);
      unreadable = false;
      if (closed || now === text) return;
      text = now;
      const parsed = parseTokens(now);
      if ('tokens' in parsed) replace(parsed.tokens);
      else
        logger.error(
          { file, problems: parsed.errors },
          'The changed tokens file is wrong; the tokens from before stay valid.',
        );
    } catch (error) {
      if (!unreadable)
        logger.error({ file, err: error }, "The tokens file can't be read; the tokens from before stay valid.");
      unreadable = true;
    }
  }

  let timer = setTimeout(tick, pollMs).unref();
  function tick(): void {
    void poll().then(() => {
      if (!closed) timer = setTimeout(tick, pollMs).unref();
    });
  }

  return {
    find(token) {
      const hash = tokenHash(token);
      let found: TokenEntry | undefined;
      for (const [index, candidate] of hashes.entries()) {
        if (timingSafeEqual(candidate, hash)) found = entries[index];
      }
      return found;
    },
    holds: (entry) => entries.includes(entry),
    size: () => entries.length,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
