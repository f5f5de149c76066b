import { pageOfList } from '../../connection.ts';
import type { FindingResolvers } from '../../generated/types.ts';

export const subjects: NonNullable<FindingResolvers['subjects']> = ({ subjects }, args) => pageOfList(subjects, args);
