/** Kubernetes' Status object for a failure. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Record<string, never>;
  readonly status: 'Failure';
  readonly message: string;
  /** Absent where the server has no word for it, as with errors of a kubelet. */
  readonly reason?: StatusReason;
  readonly details?: StatusDetails;
  readonly code: number;
}

interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  /** The resource's plural name, in spite of the field's. */
  readonly kind?: string;
  readonly retryAfterSeconds?: number;
  readonly causes?: readonly { readonly reason: string; readonly message: string }[];
}

/** Reasons and their HTTP codes, from k8s.io/apimachinery pkg/apis/meta/v1/types.go. */
const CODES = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  Conflict: 409,
  AlreadyExists: 409,
  Gone: 410,
  Expired: 410,
  UnsupportedMediaType: 415,
  Invalid: 422,
  TooManyRequests: 429,
  InternalError: 500,
  ServerTimeout: 500,
  ServiceUnavailable: 503,
  Timeout: 504,
} as const;

export type StatusReason = keyof typeof CODES;

/** A failure; the code follows from the reason. */
export function statusOf(reason: StatusReason, message: string, details?: StatusDetails): Status {
  const base = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    code: CODES[reason],
  } as const;
  return details === undefined ? base : { ...base, details };
}

/** Thrown while answering a request; becomes its answer. */
export class StatusError extends Error {
  readonly status: Status;

  constructor(status: Status, options: { cause?: unknown } = {}) {
    super(status.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'StatusError';
    this.status = status;
  }
}

export function statusError(reason: StatusReason, message: string, details?: StatusDetails): StatusError {
  return new StatusError(statusOf(reason, message, details));
}

/** What an API server says of a path or resource that it does not serve. */
export function unknownResource(): StatusError {
  return statusError('NotFound', 'the server could not find the requested resource', {});
}

export function methodNotAllowed(): StatusError {
  return statusError('MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

function isStatusReason(reason: string): reason is StatusReason {
  return Object.hasOwn(CODES, reason);
}

/**
 * The Status behind words that kubectl printed, such as `Error from server (BadRequest): container "a" … is waiting
 * to start`. kubectl leaves the parentheses out where the Status had no reason: then `code` is used, and no reason.
 */
export function statusOfWords(words: string, code: number): Status {
  const [, reason, message] = /^Error from server(?: \((\w+)\))?: (.*)$/s.exec(words.trim()) ?? [];
  const text = message ?? words.trim();
  if (reason !== undefined && isStatusReason(reason)) return statusOf(reason, text);
  if (code === CODES.ServiceUnavailable) return statusOf('ServiceUnavailable', text);
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: text, code };
}
