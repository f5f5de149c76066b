import type { Viewer } from '#src/access/viewer.ts';
import type { Page, PageRequest } from '#src/lib/page.ts';
import type { AuditEvent, AuditFilter } from './audit-event.ts';

export interface AuditService {
  /** Writes one row. Never rejects: a failure is logged at error level with the row's content. */
  record(event: Omit<AuditEvent, 'id' | 'at'>): Promise<void>;
  /** Newest first. READ_AUDIT only. */
  list(viewer: Viewer, filter: AuditFilter, page: PageRequest): Promise<Page<AuditEvent>>;
}
