import { type ExecutionArgs, GraphQLError } from 'graphql';
import { makeServer, type SubscribePayload } from 'graphql-ws';
import type { Logger } from 'pino';
import type { Admission, Authentication } from '#src/access/authenticate.ts';
import type { ErrorCode } from '#src/errors/codes.ts';
import { showError } from '#src/errors/show-error.ts';
import type { WebSocketOperations } from '#src/graphql/websocket.ts';
import type { RateDecision } from './rate-limiter.ts';

/** One connection as the protocol sees it. */
export interface Session {
  readonly log: Logger;
  readonly correlationId: string;
  /** Operations that run, by the client's ids. */
  readonly running: Map<string, AbortController>;
  /** Who was let in; undefined before `connection_init`. */
  admission: Admission | undefined;
  /** How many operations there were. */
  count: number;
  /** Who says to be asking, from the first message's parameters; a refusal was recorded already. */
  authenticate(authorization: string | undefined): Authentication;
  /** Takes one operation from the viewer's budget. */
  takeBudget(): RateDecision;
  /** Closes with 4401. */
  expel(reason: string): void;
}

const OPERATIONS_PER_SOCKET = 100;
const INIT_MS = 5_000;

function graphqlError(code: ErrorCode, message: string, more: Readonly<Record<string, unknown>> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...more } });
}

/** Unknown errors must not reach graphql-ws: it would send their text to the client. */
function masked(session: Session, error: unknown): GraphQLError {
  const shown = showError(error, (errorId, cause) =>
    session.log.error({ errorId, err: cause }, 'An operation failed.'),
  );
  return graphqlError(shown.code, shown.message, shown.errorId === undefined ? {} : { errorId: shown.errorId });
}

/** Ends one operation, and whatever still works for it. */
export function finishOperation(session: Session, id: string): void {
  session.running.get(id)?.abort(new Error('The client has left.'));
  session.running.delete(id);
}

/** Whether the session may go on; if not, its client is told so and it is closed. */
export function mayGoOn(session: Session): boolean {
  if (session.admission?.isValid() === true) return true;
  session.expel('The token is no longer valid.');
  return false;
}

async function prepare(
  operations: WebSocketOperations,
  session: Session,
  options: { id: string; payload: SubscribePayload },
): Promise<ExecutionArgs | readonly GraphQLError[]> {
  const { id, payload } = options;
  if (session.admission === undefined || !mayGoOn(session))
    return [graphqlError('UNAUTHENTICATED', 'The token is no longer valid.')];
  const { viewer } = session.admission;
  const budget = session.takeBudget();
  if (!budget.allowed) {
    const { retryAfterSeconds } = budget;
    return [
      graphqlError('RATE_LIMITED', `Too many requests. Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds }),
    ];
  }
  if (session.running.size >= OPERATIONS_PER_SOCKET) {
    return [
      graphqlError('LIMIT_EXCEEDED', `One connection carries at most ${OPERATIONS_PER_SOCKET} operations at a time.`),
    ];
  }
  session.count += 1;
  const correlationId = `${session.correlationId}-${session.count}`;
  const left = new AbortController();
  session.running.set(id, left);
  session.log.info({ correlationId, viewer: viewer.name }, 'operation');
  return operations.prepare({ viewer, correlationId, signal: left.signal }, payload);
}

/** Makes graphql-transport-ws over the same operations that HTTP has. `opened` takes a socket and its session. */
export function createSocketProtocol(operations: WebSocketOperations) {
  return makeServer<Record<string, unknown>, Session>({
    connectionInitWaitTimeout: INIT_MS,
    onConnect({ connectionParams = {}, extra: session }) {
      const given = connectionParams['authorization'] ?? connectionParams['Authorization'];
      const authentication = session.authenticate(given === undefined ? undefined : String(given));
      if ('refusal' in authentication) {
        session.expel(authentication.refusal.message);
        return false;
      }
      session.admission = authentication;
      return true;
    },
    async onSubscribe({ extra: session }, id, payload) {
      try {
        return await prepare(operations, session, { id, payload });
      } catch (error) {
        return [masked(session, error)];
      }
    },
    onNext: ({ extra: session }) => void mayGoOn(session),
    onError({ extra: session }, id, _payload, errors) {
      finishOperation(session, id);
      return errors.map((error) =>
        (error.originalError === undefined ? error : masked(session, error.originalError)).toJSON(),
      );
    },
    onComplete: ({ extra: session }, id) => finishOperation(session, id),
    execute: (args: ExecutionArgs) => operations.execute(args),
    subscribe: (args: ExecutionArgs) => operations.subscribe(args),
  });
}
