import type { QueryResolvers } from '../../generated/types.ts';
import { auditEvents } from './auditEvents.ts';
import { check } from './check.ts';
import { checks } from './checks.ts';
import { cluster } from './cluster.ts';
import { clusters } from './clusters.ts';
import { compareRuns } from './compareRuns.ts';
import { finding } from './finding.ts';
import { findings } from './findings.ts';
import { node } from './node.ts';
import { nodes } from './nodes.ts';
import { run } from './run.ts';
import { runs } from './runs.ts';

export const Query: QueryResolvers = {
  auditEvents,
  check,
  checks,
  cluster,
  clusters,
  compareRuns,
  finding,
  findings,
  node,
  nodes,
  run,
  runs,
};
