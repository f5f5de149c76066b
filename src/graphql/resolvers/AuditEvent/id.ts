import type { AuditEventResolvers } from '../../generated/types.ts';
import { encodeId } from '../../ids.ts';

export const id: NonNullable<AuditEventResolvers['id']> = ({ id }) => encodeId('AuditEvent', '', id);
