import type { Answer } from './answer.ts';
import { inMoment, type Moment } from './moment.ts';
import { isPathSegment, type RecordingFiles } from './recording-files.ts';
import { StatusError, statusError, statusOfWords } from './status.ts';

/** What of a kubelet is recorded, by its path. */
const FILES: Readonly<Record<string, { readonly file: string; readonly json: boolean }>> = {
  'stats/summary': { file: 'summary.json', json: true },
  configz: { file: 'configz.json', json: true },
  healthz: { file: 'healthz.txt', json: false },
  'metrics/resource': { file: 'metrics-resource.txt', json: false },
};

/** Answers `/api/v1/nodes/<node>/proxy/<path>`. The node exists. Throws a StatusError. */
export async function nodeProxy(files: RecordingFiles, moment: Moment, node: string, path: string): Promise<Answer> {
  const words = moment.unreachable.get(`nodes/${node}/${path}`);
  if (words !== undefined) throw new StatusError(statusOfWords(words, 503));
  const known = Object.hasOwn(FILES, path) ? FILES[path] : undefined;
  if (known !== undefined && isPathSegment(node)) {
    const file = inMoment(moment, `nodes/${node}/${known.file}`);
    const json = known.json ? await files.json(file) : undefined;
    if (json !== undefined) return { type: 'json', body: json };
    const text = known.json ? undefined : await files.text(file);
    if (text !== undefined) return { type: 'text', body: text };
  }
  throw statusError('NotFound', `the recording holds no /${path.slice(0, 200)} of node ${node}`);
}
