/**
 * What went wrong with a request to an API server.
 * - REFUSED: the server understood and said no to this request as it stands (400, 405, 409, 422), such as a log of a
 *   container that has not started.
 * - UNAVAILABLE: not reached, cut off, or an error of the server's own (5xx).
 * - TIMEOUT: no answer, or not the whole of it, in our time or the server's (408, 504).
 * - BAD_ANSWER: an answer that is not what the API promises, or larger than we accept.
 */
export type KubernetesProblem =
  | { readonly kind: 'FORBIDDEN'; readonly verb: string; readonly resource: string }
  | { readonly kind: 'THROTTLED'; readonly retryAfterSeconds: number | undefined }
  | { readonly kind: 'UNAVAILABLE'; readonly retryAfterSeconds?: number | undefined }
  | { readonly kind: 'BAD_ANSWER'; readonly tooLarge?: boolean }
  | { readonly kind: 'NOT_FOUND' | 'GONE' | 'UNAUTHORIZED' | 'REFUSED' | 'TIMEOUT' };

/** A request to an API server that failed. The message is ours, with the server's words bounded; it holds no token and no object. */
export class KubernetesError extends Error {
  readonly problem: KubernetesProblem;

  constructor(problem: KubernetesProblem, message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'KubernetesError';
    this.problem = problem;
  }
}

/** Whether an error is a KubernetesError of one of these kinds. */
export function isKubernetesError(
  error: unknown,
  ...kinds: readonly KubernetesProblem['kind'][]
): error is KubernetesError {
  return error instanceof KubernetesError && (kinds.length === 0 || kinds.includes(error.problem.kind));
}

/** What was asked, in the words of RBAC; for messages and FORBIDDEN. */
export interface Asked {
  readonly verb: 'get' | 'list' | 'watch';
  /** Such as `pods` or `deployments.apps`. */
  readonly resource: string;
}

/** Longest text of a server that goes into a message. */
const MAX_SERVER_WORDS = 500;

/** A server's text on one line, without control characters, at most 500 characters. */
export function boundWords(words: string): string {
  const line = words
    .slice(0, 4 * MAX_SERVER_WORDS)
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  return line.length > MAX_SERVER_WORDS ? `${line.slice(0, MAX_SERVER_WORDS - 1)}…` : line;
}

/** What a server said: an HTTP status (or the `code` of a Status object) and its own words. */
export interface ServerVerdict {
  readonly status: number;
  readonly words: string;
  readonly retryAfterSeconds?: number | undefined;
}

function problemOf(
  { verb, resource }: Asked,
  { status, retryAfterSeconds }: ServerVerdict,
): { problem: KubernetesProblem; text: string } {
  switch (status) {
    case 401:
      return { problem: { kind: 'UNAUTHORIZED' }, text: 'does not accept our credentials' };
    case 403:
      return { problem: { kind: 'FORBIDDEN', verb, resource }, text: 'does not allow us' };
    case 404:
      return { problem: { kind: 'NOT_FOUND' }, text: 'found nothing' };
    case 408:
    case 504:
      return { problem: { kind: 'TIMEOUT' }, text: 'took too long' };
    case 410:
      return { problem: { kind: 'GONE' }, text: 'no longer has that version' };
    case 429:
      return { problem: { kind: 'THROTTLED', retryAfterSeconds }, text: 'has too many requests' };
    default:
      if (status >= 500) return { problem: { kind: 'UNAVAILABLE', retryAfterSeconds }, text: 'is not able' };
      if (status >= 400) return { problem: { kind: 'REFUSED' }, text: 'refuses' };
      return { problem: { kind: 'BAD_ANSWER' }, text: 'answers in a way that we do not understand' };
  }
}

/** The error for a server's refusal. */
export function refusal(asked: Asked, verdict: ServerVerdict): KubernetesError {
  const { problem, text } = problemOf(asked, verdict);
  const words = boundWords(verdict.words);
  const message = `The API server ${text} to ${asked.verb} ${asked.resource} (${verdict.status})${words === '' ? '.' : `: ${words}`}`;
  return new KubernetesError(problem, message, new Error(`HTTP status ${verdict.status}`));
}

/** The error for an answer that can't be used. `cause` must hold nothing of the answer itself: it may be a Secret. */
export function badAnswer(asked: Asked, what: string, cause: Error, tooLarge = false): KubernetesError {
  return new KubernetesError(
    { kind: 'BAD_ANSWER', tooLarge },
    `The answer to ${asked.verb} ${asked.resource} ${what}.`,
    cause,
  );
}
