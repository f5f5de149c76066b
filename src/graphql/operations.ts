import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import type { Logger } from 'pino';
import { showError } from '#src/errors/show-error.ts';
import { abortable } from '#src/lib/abortable.ts';
import type { Caller, Context, Services } from './context.ts';
import type { Prepared } from './documents.ts';
import { formatExecutionErrors, formatShown, requestError } from './errors.ts';
import type { Limits } from './limits/limits.ts';
import { createLoaders } from './loaders.ts';
import { mapEvents } from './map-events.ts';

/** Executes a query or mutation as graphql-js' `execute` does. */
export type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

/** Executes prepared operations: the same on every transport. Never rejects; errors come formatted and masked. */
export interface Operations {
  run(prepared: Prepared, caller: Caller): Promise<FormattedExecutionResult>;
  /** The answers to a subscription, or one answer when it could not begin. `return()` ends everything at once. */
  subscribe(
    prepared: Prepared,
    caller: Caller,
  ): Promise<AsyncIterableIterator<FormattedExecutionResult> | FormattedExecutionResult>;
}

const STOPPED = Symbol('stopped');

/** Runs work with a signal that aborts when the time is up or the caller has left; comes back then, done or not. */
async function within<T>(
  ms: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => T | Promise<T>,
): Promise<T | typeof STOPPED> {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const timer = setTimeout(stop, ms);
  outer.addEventListener('abort', stop, { once: true });
  try {
    const stopped = new Promise<typeof STOPPED>((resolve) => {
      controller.signal.addEventListener('abort', () => resolve(STOPPED), { once: true });
      if (outer.aborted) stop();
    });
    return await Promise.race([stopped, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', stop);
  }
}

/** Makes the executor of operations. */
export function createOperations(options: {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly logger: Logger;
  readonly limits: Limits;
  readonly execute: Execute;
}): Operations {
  const { schema, services, logger, limits, execute } = options;

  const tooLong: FormattedExecutionResult = {
    errors: [
      requestError('TIMEOUT', `The operation took longer than ${limits.executionMs / 1_000} s and was stopped.`),
    ],
  };

  function argsFor(prepared: Prepared, caller: Caller, signal: AbortSignal): ExecutionArgs {
    const { viewer, correlationId } = caller;
    const contextValue: Context = { viewer, services, loaders: createLoaders(viewer, services), correlationId, signal };
    const { document, operationName, variables: variableValues } = prepared;
    return { schema, document, operationName: operationName ?? null, variableValues, contextValue };
  }

  function format(result: ExecutionResult, { correlationId }: Caller): FormattedExecutionResult {
    const { data, errors } = result;
    const kept = data === undefined ? {} : { data };
    if (errors === undefined) return kept;
    return { errors: formatExecutionErrors(errors, { logger, correlationId, most: limits.errors }), ...kept };
  }

  /** For what went wrong outside of the resolvers. */
  function masked(error: unknown, { correlationId }: Caller): FormattedExecutionResult {
    const shown = showError(error, (errorId, err) =>
      logger.error({ errorId, correlationId, err }, 'An operation failed.'),
    );
    return { errors: [formatShown(shown)] };
  }

  async function run(prepared: Prepared, caller: Caller, rootValue?: unknown): Promise<FormattedExecutionResult> {
    try {
      const result = await within(limits.executionMs, caller.signal, (signal) =>
        execute({ ...argsFor(prepared, caller, signal), rootValue }),
      );
      return result === STOPPED ? tooLong : format(result, caller);
    } catch (error) {
      return masked(error, caller);
    }
  }

  /** Each event is executed as an operation of its own: its own time limit, and loaders that remember nothing older. */
  function answers(
    source: AsyncIterable<unknown>,
    prepared: Prepared,
    caller: Caller,
  ): AsyncIterableIterator<FormattedExecutionResult> {
    return abortable(
      (signal) => mapEvents(source, (event) => run(prepared, { ...caller, signal }, event)),
      caller.signal,
    );
  }

  return {
    run: (prepared, caller) => run(prepared, caller),
    async subscribe(prepared, caller) {
      try {
        const pending = Promise.resolve(createSourceEventStream(argsFor(prepared, caller, caller.signal)));
        const source = await within(limits.executionMs, caller.signal, () => pending);
        if (source === STOPPED) {
          // It may still open; then nobody reads it.
          void pending
            .then((late) => (Symbol.asyncIterator in late ? late[Symbol.asyncIterator]().return?.() : undefined))
            .catch(() => {});
          return tooLong;
        }
        return Symbol.asyncIterator in source ? answers(source, prepared, caller) : format(source, caller);
      } catch (error) {
        return masked(error, caller);
      }
    },
  };
}
