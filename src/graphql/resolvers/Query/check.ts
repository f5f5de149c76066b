import type { QueryResolvers } from '../../generated/types.ts';
import { decodeIdOf } from '../../ids.ts';

export const check: NonNullable<QueryResolvers['check']> = (_query, { id }, { services }) => {
  const byName = services.checks.find((check) => check.id === id);
  // A name has a small letter or a dash where base64url of an id begins with `M`: they can't be taken for each other.
  if (byName !== undefined || /^[a-z0-9-]+$/.test(id)) return byName;
  const { uid } = decodeIdOf('Check', id, ['id']);
  return services.checks.find((check) => check.id === uid);
};
