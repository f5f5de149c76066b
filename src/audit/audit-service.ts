import type { Logger } from 'pino';
import type { Authorizer } from '#src/access/authorizer.ts';
import { AppError, forbidden } from '#src/errors/errors.ts';
import type { AuditEvent, AuditFilter } from './audit-event.ts';
import type { AuditStore } from './audit-store.ts';
import { boundText, redactArguments } from './redact-arguments.ts';
import type { AuditService } from './services.ts';

/** What the service needs. */
export interface AuditServiceDeps {
  readonly store: AuditStore;
  readonly authorizer: Authorizer;
  readonly logger: Logger;
}

/** Whoever calls, and whatever it was given: what is kept is redacted and bounded here, where no caller can forget it. */
function keepable(event: Omit<AuditEvent, 'id' | 'at'>): Omit<AuditEvent, 'id' | 'at'> {
  return {
    viewer: boundText(event.viewer),
    via: boundText(event.via),
    role: boundText(event.role),
    action: boundText(event.action),
    cluster: event.cluster === undefined ? undefined : boundText(event.cluster),
    arguments: redactArguments(event.arguments),
    outcome: event.outcome,
    reason: event.reason === undefined ? undefined : boundText(event.reason),
    milliseconds: Number.isFinite(event.milliseconds) ? event.milliseconds : 0,
    correlationId: boundText(event.correlationId),
  };
}

function checkFilter({ since, until }: AuditFilter): void {
  if (since !== undefined && until !== undefined && since >= until) {
    throw new AppError('BAD_USER_INPUT', '"since" must be before "until".', { field: ['filter', 'since'] });
  }
}

/** Makes the service that keeps and shows who did what. */
export function createAuditService({ store, authorizer, logger }: AuditServiceDeps): AuditService {
  return {
    async record(event) {
      const kept = keepable(event);
      try {
        await store.append(kept);
      } catch (error) {
        // The row's content goes where it can still be found: an action without a trace is worse than a long log line.
        logger.error({ err: error, auditEvent: kept }, 'an audit event could not be written');
      }
    },
    async list(viewer, filter, page) {
      const decision = authorizer.decide(viewer, 'READ_AUDIT');
      if (!decision.allowed) throw forbidden(decision.reason);
      // Arguments name clusters and namespaces of all: there is no part of the audit that such a viewer could be shown.
      if (viewer.clusters !== undefined || viewer.namespaces !== undefined) {
        throw forbidden('The audit speaks of all clusters and namespaces; this viewer sees only some.');
      }
      checkFilter(filter);
      return store.list(filter, page);
    },
  };
}
