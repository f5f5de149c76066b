import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RecordingError } from './recording-error.ts';

/**
 * Where JSON is broken. The parser's own message and the error itself quote the text, which may be a Secret's value, so
 * neither goes on from here.
 */
function placeOf(cause: unknown, content: string): string {
  const position = /at position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
  const before = content.slice(0, position === undefined ? content.length : Number(position)).split('\n');
  return ` at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

/** 256 MiB: the list of some 12,000 pods. A string of V8 ends at 512 MiB, so more could not be parsed in one piece anyway. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;

export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names from a URL or an object become part of a path: a single plain segment, or nothing is read. */
export function isPathSegment(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name);
}

/** Reads the files of one recording; every failure is a {@link RecordingError} that names the file. */
export interface RecordingFiles {
  readonly directory: string;
  /** An error about one of these files. */
  error(file: string, reason: string, cause?: unknown): RecordingError;
  /** Names of sub-directories and files (links followed), in no order; undefined when there is no such directory. */
  names(file: string): Promise<{ readonly directories: string[]; readonly files: string[] } | undefined>;
  /** The bytes of a file, undefined when it does not exist. `maxBytes` is at most {@link MAX_FILE_BYTES}. */
  bytes(file: string, maxBytes?: number): Promise<Buffer | undefined>;
  /** UTF-8 text, undefined when the file does not exist. */
  text(file: string): Promise<string | undefined>;
  /** A JSON object, undefined when the file does not exist. */
  json(file: string): Promise<JsonObject | undefined>;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

export function createRecordingFiles(directory: string): RecordingFiles {
  function error(file: string, reason: string, cause?: unknown): RecordingError {
    return new RecordingError({ directory, file }, reason, { cause });
  }

  /** ENOTDIR is a missing file too: a parent of it is no directory. */
  async function unlessMissing<T>(file: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (cause) {
      if (cause instanceof RecordingError) throw cause;
      const code = codeOf(cause);
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      throw error(file, `can't be read (${code ?? String(cause)})`, cause);
    }
  }

  async function bytes(file: string, maxBytes = MAX_FILE_BYTES): Promise<Buffer | undefined> {
    return unlessMissing(file, async () => {
      const path = join(directory, file);
      const found = await stat(path);
      if (!found.isFile()) throw error(file, 'is no regular file');
      if (found.size > maxBytes) throw error(file, `has ${found.size} bytes; at most ${maxBytes} are read`);
      return readFile(path);
    });
  }

  async function text(file: string): Promise<string | undefined> {
    const content = await bytes(file);
    if (content === undefined) return undefined;
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(content);
    } catch (cause) {
      throw error(file, 'is not UTF-8', cause);
    }
  }

  async function json(file: string): Promise<JsonObject | undefined> {
    const content = await text(file);
    if (content === undefined) return undefined;
    let parsed: unknown;
    try {
      parsed = JSON.parse(content);
    } catch (cause) {
      throw error(file, `is broken JSON${placeOf(cause, content)}`);
    }
    if (!isJsonObject(parsed)) throw error(file, 'must hold a JSON object');
    return parsed;
  }

  return {
    directory,
    error,
    bytes,
    text,
    json,
    async names(file) {
      return unlessMissing(file, async () => {
        const directories: string[] = [];
        const files: string[] = [];
        for (const name of await readdir(join(directory, file))) {
          // A dangling link is listed as a file: reading it then says what is wrong.
          const found = await stat(join(directory, file, name)).catch(() => undefined);
          (found?.isDirectory() === true ? directories : files).push(name);
        }
        return { directories, files };
      });
    },
  };
}
