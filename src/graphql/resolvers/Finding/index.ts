import type { FindingResolvers } from '../../generated/types.ts';
import { causedBy } from './causedBy.ts';
import { check } from './check.ts';
import { checkName } from './checkName.ts';
import { cluster } from './cluster.ts';
import { clusterName } from './clusterName.ts';
import { episodes } from './episodes.ts';
import { id } from './id.ts';
import { openedRun } from './openedRun.ts';
import { resolvedRun } from './resolvedRun.ts';
import { subjects } from './subjects.ts';
import { variant } from './variant.ts';

export const Finding: FindingResolvers = {
  causedBy,
  check,
  checkName,
  cluster,
  clusterName,
  episodes,
  id,
  openedRun,
  resolvedRun,
  subjects,
  variant,
};
