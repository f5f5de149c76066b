import type { RunResolvers } from '../../generated/types.ts';
import { checks } from './checks.ts';
import { cluster } from './cluster.ts';
import { clusterName } from './clusterName.ts';
import { id } from './id.ts';
import { outcomes } from './outcomes.ts';
import { params } from './params.ts';
import { scope } from './scope.ts';

export const Run: RunResolvers = { checks, cluster, clusterName, id, outcomes, params, scope };
