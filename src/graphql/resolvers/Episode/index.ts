import type { EpisodeResolvers } from '../../generated/types.ts';
import { openedRun } from './openedRun.ts';
import { resolvedRun } from './resolvedRun.ts';

export const Episode: EpisodeResolvers = { openedRun, resolvedRun };
