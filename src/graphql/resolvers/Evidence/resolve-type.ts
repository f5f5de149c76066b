import type { EvidenceResolvers } from '../../generated/types.ts';

const TYPES = { FIELD: 'FieldEvidence', EVENT: 'EventEvidence' } as const;

export const resolveType: NonNullable<EvidenceResolvers['__resolveType']> = ({ type }) => TYPES[type];
