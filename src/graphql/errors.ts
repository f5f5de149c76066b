import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { ERROR_CODES, type ErrorCode } from '#src/errors/codes.ts';
import { AppError } from '#src/errors/errors.ts';
import { type ShownError, showError } from '#src/errors/show-error.ts';

/** Causes of one answer that are logged each. */
const MOST_CAUSES = 10;

/** An error of a request that was not executed: our text, or graphql-js' own about the document. */
export function requestError(
  code: ErrorCode,
  message: string,
  at?: { readonly locations?: GraphQLFormattedError['locations'] | undefined },
): GraphQLFormattedError {
  const locations = at?.locations;
  return { message, ...(locations === undefined ? {} : { locations }), extensions: { code } };
}

const TOO_MANY_TOKENS = /^Syntax Error: Document contains more that \d+ tokens/;

/** What the parser said, in our codes. An overflown stack comes from thousands of braces inside each other. */
export function syntaxError(error: GraphQLFormattedError, tokens: number): GraphQLFormattedError {
  if (TOO_MANY_TOKENS.test(error.message)) {
    return requestError('LIMIT_EXCEEDED', `Too many tokens in the document; the limit is ${tokens}.`);
  }
  if (!error.message.startsWith('Syntax Error'))
    return requestError('LIMIT_EXCEEDED', 'The document is nested too deeply to be read.');
  return requestError('GRAPHQL_PARSE_FAILED', error.message, error);
}

/** The innermost error: graphql-js wraps what a resolver throws, sometimes twice. */
function causeOf(error: GraphQLError): Error {
  let cause: Error = error;
  while (cause instanceof GraphQLError && cause.originalError !== undefined) cause = cause.originalError;
  return cause;
}

/** Whether graphql-js refused an argument's value at run time. Its other errors quote values of ours: an enum's, say. */
function isArgumentError(error: Error): boolean {
  return error instanceof GraphQLError && error.originalError === undefined && error.message.startsWith('Argument "');
}

/** A shown error without a place in the document. */
export function formatShown({ code, message, field, errorId }: ShownError): GraphQLFormattedError {
  return {
    message,
    extensions: { code, ...(field === undefined ? {} : { field }), ...(errorId === undefined ? {} : { errorId }) },
  };
}

function placeOf({ locations, path }: GraphQLError): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  return { ...(locations === undefined ? {} : { locations }), ...(path === undefined ? {} : { path }) };
}

/**
 * Formats what execution brought up: an AppError shows its text, code and field, all others are masked, and the log has
 * them under their `errorId`. A list of 500 failing items must not write 500 causes: those beyond the first ten share
 * the last one's id.
 */
export function formatExecutionErrors(
  errors: readonly GraphQLError[],
  options: { readonly logger: Logger; readonly correlationId: string; readonly most: number },
): readonly GraphQLFormattedError[] {
  const { logger, correlationId, most } = options;
  const masked: ShownError[] = [];

  function show(error: GraphQLError): ShownError {
    const cause = causeOf(error);
    if (isArgumentError(cause))
      return { code: 'BAD_USER_INPUT', message: cause.message, field: undefined, errorId: undefined };
    const last = masked.at(-1);
    if (last !== undefined && masked.length >= MOST_CAUSES && !(cause instanceof AppError)) return last;
    const shown = showError(cause, (errorId, err) =>
      logger.error({ errorId, correlationId, path: error.path, err }, 'A resolver failed.'),
    );
    if (shown.errorId !== undefined) masked.push(shown);
    return shown;
  }

  const formatted = errors.slice(0, most).map((error) => ({ ...formatShown(show(error)), ...placeOf(error) }));
  const last = formatted.at(-1);
  if (errors.length <= most || last === undefined) return formatted;
  return [...formatted.slice(0, -1), { ...last, extensions: { ...last.extensions, leftOut: errors.length - most } }];
}

/** Whether a code is of the closed list. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
}

/** The HTTP status of an answer without data: that of its first error's code. */
export function statusOf(errors: readonly GraphQLFormattedError[]): number {
  const code = errors[0]?.extensions?.['code'];
  return isErrorCode(code) ? ERROR_CODES[code] : 500;
}
