import { basename, resolve } from 'node:path';
import { loadMoment, type Moment, type MomentHead, readMomentHead } from './moment.ts';
import { RecordingError } from './recording-error.ts';
import { createRecordingFiles, type RecordingFiles } from './recording-files.ts';

/** A directory of moments, checked as far as it can be without reading its large files. */
export interface Recording {
  /** The directory's own name. */
  readonly name: string;
  readonly directory: string;
  /** In name order, numbers by value (`9-x` before `10-x`); at least one. */
  readonly moments: readonly MomentHead[];
  readonly files: RecordingFiles;
  /** A moment by name. Throws a RecordingError that lists the moments there are. */
  head(moment: string): MomentHead;
  /** A moment with its lists. The last {@link KEPT_MOMENTS} are kept. Rejects with a RecordingError. */
  load(moment: string): Promise<Moment>;
}

/** A watch is answered from the moment it knows and the one that is served; a third spares the way back and forth. */
const KEPT_MOMENTS = 3;
/** Far above what anyone records by hand; each moment costs about 30 small reads when the recording is opened. */
const MAX_MOMENTS = 500;

const naturalOrder = new Intl.Collator('en', { numeric: true });

/** One of these makes a directory a moment, so that one which lost the others is reported and not passed over. */
const MARKS = ['lists', 'discovery', 'taken-at.txt', 'apis.json', 'version.json'];

async function isMoment(files: RecordingFiles, directory: string): Promise<boolean> {
  const names = await files.names(directory);
  return names !== undefined && MARKS.some((mark) => names.directories.includes(mark) || names.files.includes(mark));
}

async function placesOf(files: RecordingFiles, name: string): Promise<{ name: string; directory: string }[]> {
  const top = await files.names('');
  if (top === undefined) throw files.error('', 'there is no such directory');
  if (await isMoment(files, '')) return [{ name, directory: '' }];
  const places: { name: string; directory: string }[] = [];
  for (const directory of top.directories.sort(naturalOrder.compare)) {
    if (!directory.startsWith('.') && (await isMoment(files, directory))) places.push({ name: directory, directory });
  }
  if (places.length === 0)
    throw files.error('', 'holds no moment, which is a directory with lists/, discovery/ and taken-at.txt');
  if (places.length > MAX_MOMENTS)
    throw files.error('', `holds ${places.length} moments; at most ${MAX_MOMENTS} are read`);
  return places;
}

/**
 * Opens a recording: a directory that is one moment or holds several. The small files of all moments are read and
 * checked now, the lists of a moment when it is first served. Rejects with a RecordingError that names the file.
 */
export async function openRecording(directory: string): Promise<Recording> {
  const name = basename(resolve(directory));
  const files = createRecordingFiles(directory);
  const moments: MomentHead[] = [];
  for (const place of await placesOf(files, name)) moments.push(await readMomentHead(files, place));
  const kept = new Map<string, Promise<Moment>>();

  function head(moment: string): MomentHead {
    const found = moments.find((one) => one.name === moment);
    if (found === undefined) {
      throw new RecordingError(
        { directory, file: moment },
        `there is no such moment; there are ${moments.map((one) => one.name).join(', ')}`,
      );
    }
    return found;
  }

  async function load(moment: string): Promise<Moment> {
    const wanted = head(moment);
    const loading = kept.get(moment) ?? loadMoment(files, wanted);
    kept.delete(moment);
    kept.set(moment, loading);
    const [oldest] = kept.keys();
    if (kept.size > KEPT_MOMENTS && oldest !== undefined) kept.delete(oldest);
    try {
      return await loading;
    } catch (error) {
      kept.delete(moment);
      throw error;
    }
  }

  return { name, directory, moments, files, head, load };
}
