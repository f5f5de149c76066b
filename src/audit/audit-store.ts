import { z } from 'zod';
import type { Database } from '#src/db/database.ts';
import { Prisma } from '#src/db/generated/client.ts';
import { positionAfter } from '#src/errors/page-position.ts';
import { encodeCursor } from '#src/lib/cursor.ts';
import type { Page, PageRequest } from '#src/lib/page.ts';
import type { AuditEvent, AuditFilter } from './audit-event.ts';

/** The append-only table: there is no verb to change or remove, and a trigger refuses both to everybody else. */
export interface AuditStore {
  append(event: Omit<AuditEvent, 'id' | 'at'>): Promise<void>;
  /** Newest first. `since` is inclusive, `until` exclusive. */
  list(filter: AuditFilter, page: PageRequest): Promise<Page<AuditEvent>>;
}

const POSITION = z.tuple([z.string().regex(/^[0-9]{1,18}$/)]);

type Row = Prisma.AuditEventGetPayload<object>;

const OUTCOMES: readonly string[] = ['SUCCESS', 'REFUSED', 'FAILED'] satisfies AuditEvent['outcome'][];

function isOutcome(outcome: string): outcome is AuditEvent['outcome'] {
  return OUTCOMES.includes(outcome);
}

function eventOf({ id, cluster, reason, outcome, ...row }: Row): AuditEvent {
  if (!isOutcome(outcome)) throw new Error(`audit event ${id} has the unknown outcome ${outcome}`);
  return { ...row, id: String(id), cluster: cluster ?? undefined, reason: reason ?? undefined, outcome };
}

function whereOf({ viewer, action, outcome, cluster, since, until }: AuditFilter): Prisma.AuditEventWhereInput {
  return {
    ...(viewer === undefined ? {} : { viewer }),
    ...(action === undefined ? {} : { action }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(cluster === undefined ? {} : { cluster }),
    at: { ...(since === undefined ? {} : { gte: since }), ...(until === undefined ? {} : { lt: until }) },
  };
}

/** Makes the store. */
export function createAuditStore({ prisma }: Pick<Database, 'prisma'>): AuditStore {
  return {
    async append({ cluster, reason, arguments: args, ...event }) {
      const json = args === null || args === undefined ? Prisma.JsonNull : (args as Prisma.InputJsonValue);
      await prisma.auditEvent.create({
        data: { ...event, cluster: cluster ?? null, reason: reason ?? null, arguments: json },
      });
    },
    async list(filter, { first, after }) {
      const position = positionAfter(after, POSITION);
      const where = whereOf(filter);
      const rows = await prisma.auditEvent.findMany({
        where: position === undefined ? where : { AND: [where, { id: { lt: BigInt(position[0]) } }] },
        orderBy: { id: 'desc' },
        take: first + 1,
      });
      return {
        items: rows.slice(0, first).map((row) => ({ cursor: encodeCursor([String(row.id)]), node: eventOf(row) })),
        hasNextPage: rows.length > first,
        total: () => prisma.auditEvent.count({ where }),
      };
    },
  };
}
