import type { Viewer } from '#src/access/viewer.ts';
import type { AuditService } from '#src/audit/services.ts';
import type { ErrorCode } from '#src/errors/codes.ts';
import { createRateLimiter } from './rate-limiter.ts';

/** An access that was refused before anything was asked. */
export interface RefusedAccess {
  readonly action: 'http.request' | 'websocket.connect';
  readonly code: ErrorCode;
  readonly message: string;
  /** Who it was, where that is known. */
  readonly viewer: Viewer | undefined;
  readonly address: string;
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly correlationId: string;
  readonly milliseconds: number;
}

/** Writes refused accesses into the audit. */
export interface RefusalLog {
  record(refused: RefusedAccess): void;
}

function cut(text: string | undefined): string | undefined {
  return text === undefined || text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}

/**
 * Makes the log of refusals. A flood cannot fill the audit: at most 10 rows a minute per address and 120 for all together
 * (an attacker with many addresses); `onDropped` counts the others.
 */
export function createRefusalLog(options: {
  readonly audit: Pick<AuditService, 'record'>;
  readonly onDropped: () => void;
  readonly now?: () => number;
}): RefusalLog {
  const clock = options.now === undefined ? {} : { now: options.now };
  const perAddress = createRateLimiter({ perMinute: 10, ...clock });
  const together = createRateLimiter({ perMinute: 120, ...clock });

  return {
    record(refused) {
      if (!perAddress.take(refused.address).allowed || !together.take('all').allowed) {
        options.onDropped();
        return;
      }
      const { viewer } = refused;
      void options.audit.record({
        viewer: viewer?.name ?? 'unauthenticated',
        via: viewer?.via ?? 'NONE',
        role: viewer?.role ?? 'NONE',
        action: refused.action,
        cluster: undefined,
        arguments: {
          address: refused.address,
          method: cut(refused.method),
          path: cut(refused.path),
          host: cut(refused.host),
          origin: cut(refused.origin),
        },
        outcome: 'REFUSED',
        reason: `${refused.code}: ${refused.message}`,
        milliseconds: refused.milliseconds,
        correlationId: refused.correlationId,
      });
    },
  };
}
