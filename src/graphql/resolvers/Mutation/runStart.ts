import type { MutationResolvers } from '../../generated/types.ts';
import { boundedList, idempotencyKey } from '../../input.ts';
import { paramsByCheck, scopeOf } from '../../run-input.ts';

export const runStart: NonNullable<MutationResolvers['runStart']> = async (
  _mutation,
  { input },
  { viewer, services, correlationId },
) => {
  const run = await services.runs.start(viewer, {
    cluster: input.cluster,
    scope: scopeOf(input.scope ?? {}),
    checks: boundedList(input.checks, 500, ['input', 'checks']),
    params: paramsByCheck(input.params ?? []),
    trigger: 'MANUAL',
    correlationId,
    idempotencyKey: idempotencyKey(input.idempotencyKey),
  });
  return { run, userErrors: [] };
};
