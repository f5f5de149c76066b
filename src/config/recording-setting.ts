import { readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { RecordingConfig } from './config.ts';

/** What is asked of the disk; an argument, so that Windows paths can be tried anywhere. */
export interface Directories {
  exists(path: string): boolean;
  /** Names of the directories in a directory, in order. */
  within(path: string): readonly string[];
}

const ON_DISK: Directories = {
  exists: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true,
  within: (path) =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort(),
};

export type ParsedRecording = { readonly recording: RecordingConfig } | { readonly problem: string };

/**
 * Reads `DIR` or `DIR:MOMENT`. A directory of the whole name wins, so a name that holds a colon works; the colon of a
 * Windows drive (`C:\…`) separates nothing. The directory and the moment must be there.
 */
export function parseRecording(text: string, directories: Directories = ON_DISK): ParsedRecording {
  if (directories.exists(text)) return { recording: { directory: resolve(text), moment: undefined } };
  const colon = text.lastIndexOf(':');
  const isDrive = colon === 1 && /^[a-z]:([\\/]|$)/i.test(text);
  if (colon < 1 || isDrive) return { problem: `There is no directory ${JSON.stringify(text)}.` };
  const directory = text.slice(0, colon);
  const moment = text.slice(colon + 1);
  if (!directories.exists(directory)) return { problem: `There is no directory ${JSON.stringify(directory)}.` };
  const isName = moment !== '' && !/^\.+$|[\\/]/.test(moment);
  if (!isName || !directories.exists(join(directory, moment))) {
    const known = directories.within(directory).slice(0, 20).join(', ');
    return {
      problem: `${JSON.stringify(directory)} has no moment ${JSON.stringify(moment)}; it has: ${known === '' ? 'none' : known}.`,
    };
  }
  return { recording: { directory: resolve(directory), moment } };
}

/** Reads the whole list. Each directory becomes a cluster of its name, so two of one name are a problem. */
export function parseRecordings(
  list: string,
  directories: Directories = ON_DISK,
): { readonly recordings: readonly RecordingConfig[]; readonly problems: readonly string[] } {
  const recordings: RecordingConfig[] = [];
  const problems: string[] = [];
  for (const item of list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const parsed = parseRecording(item, directories);
    if ('problem' in parsed) {
      problems.push(parsed.problem);
      continue;
    }
    const name = basename(parsed.recording.directory);
    if (name === '') problems.push(`${JSON.stringify(item)} has no name for its cluster to take.`);
    else if (recordings.some((other) => basename(other.directory) === name)) {
      problems.push(`Two recordings are named ${JSON.stringify(name)}; their clusters could not be told apart.`);
    } else recordings.push(parsed.recording);
  }
  return { recordings, problems };
}
