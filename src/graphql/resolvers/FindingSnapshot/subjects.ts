import { pageOfList } from '../../connection.ts';
import type { FindingSnapshotResolvers } from '../../generated/types.ts';

export const subjects: NonNullable<FindingSnapshotResolvers['subjects']> = ({ subjects }, args) =>
  pageOfList(subjects, args);
