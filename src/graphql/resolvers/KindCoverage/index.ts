import type { KindCoverageResolvers } from '../../generated/types.ts';
import { status } from './status.ts';

export const KindCoverage: KindCoverageResolvers = { status };
