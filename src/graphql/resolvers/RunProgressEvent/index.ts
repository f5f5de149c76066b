import type { RunProgressEventResolvers } from '../../generated/types.ts';
import { object } from './object.ts';

export const RunProgressEvent: RunProgressEventResolvers = { object };
