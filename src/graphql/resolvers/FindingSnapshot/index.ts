import type { FindingSnapshotResolvers } from '../../generated/types.ts';
import { subjects } from './subjects.ts';

export const FindingSnapshot: FindingSnapshotResolvers = { subjects };
