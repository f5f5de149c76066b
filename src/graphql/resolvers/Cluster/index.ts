import type { ClusterResolvers } from '../../generated/types.ts';
import { id } from './id.ts';
import { kinds } from './kinds.ts';
import { latestRun } from './latestRun.ts';
import { openFindings } from './openFindings.ts';
import { uid } from './uid.ts';

export const Cluster: ClusterResolvers = { id, kinds, latestRun, openFindings, uid };
