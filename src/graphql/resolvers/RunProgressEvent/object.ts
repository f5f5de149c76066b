import type { RunProgressEventResolvers } from '../../generated/types.ts';

export const object: NonNullable<RunProgressEventResolvers['object']> = ({ run }) => run;
