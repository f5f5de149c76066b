import { randomUUID } from 'node:crypto';
import type { ErrorCode } from './codes.ts';
import { AppError } from './errors.ts';

/** What a viewer is told of an error. */
export interface ShownError {
  readonly code: ErrorCode;
  readonly message: string;
  /** Path of the wrong input. */
  readonly field: readonly string[] | undefined;
  /** Stands in the log beside the cause; only of masked errors. */
  readonly errorId: string | undefined;
}

/**
 * What may be told of any thrown value: an AppError's own words, else a masked text with an id.
 *
 * @param logUnknown called with the id and the value that was masked, to be logged at error level
 */
export function showError(error: unknown, logUnknown: (errorId: string, error: unknown) => void): ShownError {
  if (error instanceof AppError)
    return { code: error.code, message: error.message, field: error.field, errorId: undefined };
  const errorId = randomUUID();
  logUnknown(errorId, error);
  return {
    code: 'INTERNAL',
    message: `Something went wrong in the server. The log tells more under the error id ${errorId}.`,
    field: undefined,
    errorId,
  };
}
