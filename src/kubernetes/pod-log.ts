import type { KubernetesClient } from './client.ts';
import { KubernetesError } from './errors.ts';
import type { PodLogRequest } from './port.ts';

const MAX_BYTES = 10 * 1024 * 1024;
const MAX_LINES = 10_000;

/** A name as an API server accepts it; what is none (`..`, say) must not become part of a path. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

function checkName(what: string, name: string): string {
  if (NAME.test(name)) return name;
  const message = `A ${what} is named by lower-case letters, digits, dots and dashes; ${JSON.stringify(name.slice(0, 100))} is none.`;
  throw new KubernetesError({ kind: 'REFUSED' }, message, new Error('not a DNS name'));
}

/** Lines wanted, within our bound. 0 is a wish too: nothing but whether the log can be had. */
function lineCount(tailLines: number | undefined): number {
  if (tailLines === undefined) return MAX_LINES;
  if (Number.isInteger(tailLines) && tailLines >= 0) return Math.min(tailLines, MAX_LINES);
  throw new KubernetesError(
    { kind: 'REFUSED' },
    `tailLines must be a whole number from 0; ${tailLines} is none.`,
    new Error('not a count'),
  );
}

/** The last `count` lines of a text, should the server send more. */
function lastLines(text: string, count: number): string {
  let start = text.endsWith('\n') ? text.length - 1 : text.length;
  for (let found = 0; found < count; found += 1) {
    start = text.lastIndexOf('\n', start - 1);
    if (start <= 0) return start === 0 && found + 1 === count ? text.slice(1) : text;
  }
  return text.slice(start + 1);
}

/** Reads a pod's log within the bounds of {@link PodLogRequest}. Rejects with a KubernetesError. */
export async function readPodLog(
  client: KubernetesClient,
  request: PodLogRequest,
  signal: AbortSignal,
): Promise<string> {
  const namespace = checkName('namespace', request.namespace);
  const pod = checkName('pod', request.pod);
  const lines = lineCount(request.tailLines);
  const query = new URLSearchParams({
    container: checkName('container', request.container),
    tailLines: String(lines),
    limitBytes: String(MAX_BYTES),
    ...(request.previous === true ? { previous: 'true' } : {}),
    ...(request.timestamps === true ? { timestamps: 'true' } : {}),
  });
  const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log?${query}`;
  const text = await client.getText({ verb: 'get', resource: 'pods/log', path, signal, maxBytes: MAX_BYTES });
  return lines === 0 ? '' : lastLines(text, lines);
}
