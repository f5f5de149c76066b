import {
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import type { Caller } from './context.ts';
import type { Documents, Prepared } from './documents.ts';
import { mapEvents } from './map-events.ts';
import type { Operations } from './operations.ts';

/** What a WebSocket sends to be executed. */
interface Payload {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** How one operation of a WebSocket runs: what graphql-ws asks of a server. Never rejects; errors are formatted and masked. */
export interface WebSocketOperations {
  /** What is to be executed, or the errors to send. */
  prepare(caller: Caller, payload: Payload): Promise<ExecutionArgs | readonly GraphQLError[]>;
  execute(args: ExecutionArgs): Promise<ExecutionResult>;
  subscribe(args: ExecutionArgs): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult>;
}

interface Job {
  readonly prepared: Prepared;
  readonly caller: Caller;
}

/** graphql-ws sends `toJSON()` of errors: this one gives the formatted error back as it is. */
function carrierOf(error: GraphQLFormattedError): GraphQLError {
  const { message, locations, path, extensions } = error;
  const carrier = new GraphQLError(message, { path: path ?? null, extensions: extensions ?? null });
  return Object.assign(carrier, { locations });
}

function carried({ errors, data }: FormattedExecutionResult): ExecutionResult {
  const kept = data === undefined ? {} : { data };
  return errors === undefined ? kept : { errors: errors.map(carrierOf), ...kept };
}

/** Makes the WebSocket side of the same documents and operations that HTTP uses. */
export function createWebSocketOperations(
  schema: GraphQLSchema,
  documents: Documents,
  operations: Operations,
): WebSocketOperations {
  const jobs = new WeakMap<ExecutionArgs, Job>();

  function jobOf(args: ExecutionArgs): Job {
    const job = jobs.get(args);
    if (job === undefined) throw new Error('An operation was not prepared.');
    return job;
  }

  return {
    async prepare(caller, { query, operationName, variables }) {
      const document = documents.parse(query);
      if ('errors' in document) return document.errors.map(carrierOf);
      const prepared = documents.prepare({ document, operationName, variables });
      if ('errors' in prepared) return prepared.errors.map(carrierOf);
      const args: ExecutionArgs = { schema, document, operationName: operationName ?? null };
      jobs.set(args, { prepared, caller });
      return args;
    },
    async execute(args) {
      const { prepared, caller } = jobOf(args);
      return carried(await operations.run(prepared, caller));
    },
    async subscribe(args) {
      const { prepared, caller } = jobOf(args);
      const result = await operations.subscribe(prepared, caller);
      return Symbol.asyncIterator in result ? mapEvents(result, carried) : carried(result);
    },
  };
}
