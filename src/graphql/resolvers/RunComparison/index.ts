import type { RunComparisonResolvers } from '../../generated/types.ts';
import { counts } from './counts.ts';
import { findings } from './findings.ts';

export const RunComparison: RunComparisonResolvers = { counts, findings };
