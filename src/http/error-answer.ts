import type { FastifyReply } from 'fastify';
import { ERROR_CODES, type ErrorCode } from '#src/errors/codes.ts';
import { AppError } from '#src/errors/errors.ts';

/** Where GraphQL is served, on HTTP and WebSocket alike. */
export const GRAPHQL_PATH = '/graphql';

/** An error as it stands in an answer: as GraphQL clients read it on the GraphQL path, small elsewhere. */
export function errorBody(
  path: string,
  error: { readonly code: ErrorCode; readonly message: string; readonly errorId?: string | undefined },
): object {
  const { code, message, errorId } = error;
  const id = errorId === undefined ? {} : { errorId };
  if (path === GRAPHQL_PATH) return { errors: [{ message, extensions: { code, ...id } }] };
  return { error: { code, message, ...id } };
}

/** Ends a request with an error of the closed list. */
export function refuse(
  reply: FastifyReply,
  path: string,
  error: { readonly code: ErrorCode; readonly message: string; readonly errorId?: string | undefined },
): FastifyReply {
  return reply.code(ERROR_CODES[error.code]).type('application/json; charset=utf-8').send(errorBody(path, error));
}

/** Our words for what Fastify found wrong with a request before our code saw it; undefined: not the client's fault. */
export function requestError(error: unknown): AppError | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  const cause = { cause: error };
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new AppError('PAYLOAD_TOO_LARGE', 'The body is larger than 1 MiB.', cause);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new AppError(
        'UNSUPPORTED_MEDIA_TYPE',
        'The body must be JSON, sent with "Content-Type: application/json".',
        cause,
      );
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new AppError('BAD_USER_INPUT', 'The body is empty; a JSON object was expected.', cause);
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new AppError('BAD_USER_INPUT', 'The body does not have the length that Content-Length says.', cause);
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new AppError('BAD_USER_INPUT', 'The body is not JSON.', cause);
    case 'FST_ERR_BAD_URL':
      return new AppError('BAD_USER_INPUT', 'The path is not properly percent-encoded.', cause);
    default:
      // The JSON parser's own SyntaxErrors, such as that of a "__proto__" key, carry a status alone.
      return status === 400 ? new AppError('BAD_USER_INPUT', 'The request could not be read.', cause) : undefined;
  }
}
