import type { AuditEventResolvers } from '../../generated/types.ts';
import { id } from './id.ts';

export const AuditEvent: AuditEventResolvers = { id };
