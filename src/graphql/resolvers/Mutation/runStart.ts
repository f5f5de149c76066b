import type { MutationResolvers } from '../../generated/types.ts';
import { withoutNulls } from '../../input.ts';
import { paramsByCheck } from '../../run-input.ts';

export const runStart: NonNullable<MutationResolvers['runStart']> = async (
  _mutation,
  { input },
  { viewer, services, correlationId },
) => {
  const run = await services.runs.start(viewer, {
    cluster: input.cluster,
    scope: withoutNulls(input.scope ?? {}),
    checks: input.checks ?? undefined,
    params: paramsByCheck(input.params ?? []),
    trigger: 'MANUAL',
    correlationId,
    idempotencyKey: input.idempotencyKey ?? undefined,
  });
  return { run, userErrors: [] };
};
