import type { GraphQLFieldResolver } from 'graphql';
import type { Action, Authorizer } from '#src/access/authorizer.ts';
import { redactArguments } from '#src/audit/redact-arguments.ts';
import { AppError, forbidden } from '#src/errors/errors.ts';
import type { Context } from './context.ts';
import type { UserErrorCode } from './generated/types.ts';

type Args = Readonly<Record<string, unknown>>;
export type Resolve = GraphQLFieldResolver<unknown, Context, Args>;

/** Mistakes that a caller can mend; they stand in the payload. All others, FORBIDDEN too, stand in `errors`. */
const USER_ERRORS: ReadonlySet<string> = new Set<UserErrorCode>([
  'BAD_USER_INPUT',
  'INVALID_ID',
  'INVALID_SELECTOR',
  'NOT_FOUND',
  'CONFLICT',
  'LIMIT_EXCEEDED',
]);

function clusterIn(value: unknown): string | undefined {
  const cluster = typeof value === 'object' && value !== null && 'cluster' in value ? value.cluster : undefined;
  return typeof cluster === 'string' ? cluster : undefined;
}

function runIn(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'run' in payload ? payload.run : undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof AppError ? `${error.code}: ${error.message}` : 'INTERNAL';
}

function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.code === 'FORBIDDEN';
}

function refuseUnlessAllowed(authorizer: Authorizer, context: Context, action: Action): void {
  const decision = authorizer.decide(context.viewer, action);
  if (!decision.allowed) throw forbidden(decision.reason);
}

interface Attempt {
  readonly action: string;
  readonly args: Args;
  readonly started: number;
}

type Result = { readonly error: unknown } | { readonly payload: unknown };

async function record(context: Context, attempt: Attempt, result: Result): Promise<void> {
  const { viewer, services, correlationId } = context;
  const failed = 'error' in result;
  await services.audit.record({
    viewer: viewer.name,
    via: viewer.via,
    role: viewer.role,
    action: attempt.action,
    cluster:
      clusterIn(attempt.args['input']) ??
      clusterIn(failed ? undefined : runIn(result.payload)) ??
      clusterIn(attempt.args['filter']),
    arguments: redactArguments(attempt.args),
    outcome: failed ? (isRefusal(result.error) ? 'REFUSED' : 'FAILED') : 'SUCCESS',
    reason: failed ? reasonOf(result.error) : undefined,
    milliseconds: performance.now() - attempt.started,
    correlationId,
  });
}

/**
 * Stands before a mutation: asks whether the role allows it, writes its audit event whatever comes of it, before the
 * answer, and turns mistakes of the caller into `userErrors`.
 */
export function guardMutation(
  resolve: Resolve,
  options: { readonly authorizer: Authorizer; readonly rule: Action; readonly name: string },
): Resolve {
  const { authorizer, rule, name } = options;
  return async (parent, args, context, info) => {
    const attempt = { action: name, args, started: performance.now() };
    try {
      refuseUnlessAllowed(authorizer, context, rule);
      const payload: unknown = await resolve(parent, args, context, info);
      await record(context, attempt, { payload });
      return payload;
    } catch (error) {
      await record(context, attempt, { error });
      if (!(error instanceof AppError && USER_ERRORS.has(error.code))) throw error;
      return { userErrors: [{ message: error.message, field: error.field, code: error.code }] };
    }
  };
}

/** What was refused to one operation already: thirty aliases of one field are one audit event. */
const refused = new WeakMap<Context, Set<string>>();

function isFirst(context: Context, action: string): boolean {
  const before = refused.get(context) ?? new Set();
  if (before.has(action)) return false;
  refused.set(context, before.add(action));
  return true;
}

/** Stands before a field of another kind: asks whether the role allows it, and writes an audit event when it is refused, here or by the service. */
export function guardField(
  resolve: Resolve,
  options: { readonly authorizer: Authorizer; readonly rule: Action; readonly name: string },
): Resolve {
  const { authorizer, rule, name } = options;

  async function refuse(error: unknown, args: Args, context: Context, started: number): Promise<never> {
    if (isRefusal(error) && isFirst(context, name)) await record(context, { action: name, args, started }, { error });
    throw error;
  }

  return (parent, args, context, info) => {
    const started = performance.now();
    try {
      refuseUnlessAllowed(authorizer, context, rule);
      const result: unknown = resolve(parent, args, context, info);
      return result instanceof Promise
        ? result.catch((error: unknown) => refuse(error, args, context, started))
        : result;
    } catch (error) {
      return refuse(error, args, context, started);
    }
  };
}
