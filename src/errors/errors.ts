import type { ErrorCode } from './codes.ts';

/** An expected failure: its message and code may be shown to the viewer. Everything else is masked. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** Path of the input that was wrong, such as `['input', 'scope', 'labelSelector']`. */
  readonly field: readonly string[] | undefined;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; field?: readonly string[] } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.field = options.field;
  }
}

/** An input of the viewer that can't be used; says what was wrong, where, and what would be right. */
export function badInput(message: string, field: readonly string[]): AppError {
  return new AppError('BAD_USER_INPUT', message, { field });
}

/** The viewer may not do this; `reason` names nothing that it may not see. */
export function forbidden(reason: string): AppError {
  return new AppError('FORBIDDEN', reason);
}

/** There is no such thing, or the viewer may not see it: both say the same. */
export function notFound(what: string): AppError {
  return new AppError('NOT_FOUND', `${what} was not found.`);
}
