import type { MutationResolvers } from '../../generated/types.ts';
import { runCancel } from './runCancel.ts';
import { runStart } from './runStart.ts';

export const Mutation: MutationResolvers = { runCancel, runStart };
