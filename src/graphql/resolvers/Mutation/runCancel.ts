import type { MutationResolvers } from '../../generated/types.ts';
import { decodeIdOf } from '../../ids.ts';

export const runCancel: NonNullable<MutationResolvers['runCancel']> = async (
  _mutation,
  { input },
  { viewer, services },
) => {
  const { uid } = decodeIdOf('Run', input.id, ['input', 'id']);
  return { run: await services.runs.cancel(viewer, uid), userErrors: [] };
};
