import { AppError } from '#src/errors/errors.ts';

/** Types whose things have an id. */
const ID_TYPES = ['Cluster', 'Check', 'Run', 'Finding', 'AuditEvent'] as const;
export type IdType = (typeof ID_TYPES)[number];

/** What an id says. `cluster` and `uid` are empty where they mean nothing. */
export interface GlobalId {
  readonly type: IdType;
  /** For a Cluster its name, for runs and findings the cluster's identity. */
  readonly cluster: string;
  /** What is unique within type and cluster; without a colon. */
  readonly uid: string;
}

const VERSION = '1';
// A cluster may be named after an ARN, which has colons: type and uid have none, so the rest is the cluster.
const SHAPE = /^([0-9]{1,3}):([A-Za-z]{1,40}):(.*):([^:]*)$/s;
const MOST_CHARACTERS = 2_000;

/** Writes an id: base64url of `version:type:cluster:uid`. */
export function encodeId(type: IdType, cluster: string, uid: string): string {
  return Buffer.from(`${VERSION}:${type}:${cluster}:${uid}`, 'utf8').toString('base64url');
}

function refuse(message: string, field: readonly string[]): AppError {
  return new AppError('INVALID_ID', message, { field });
}

function isIdType(type: string): type is IdType {
  return (ID_TYPES as readonly string[]).includes(type);
}

/**
 * Reads an id that this server gave. Only the one spelling that `encodeId` writes is accepted: Node's decoder skips
 * foreign characters, and two ids of one thing would split every client's cache.
 *
 * @throws AppError INVALID_ID
 */
export function decodeId(id: string, field: readonly string[]): GlobalId {
  const text = id.length > MOST_CHARACTERS ? '' : Buffer.from(id, 'base64url').toString('utf8');
  const [, version, type = '', cluster = '', uid = ''] = SHAPE.exec(text) ?? [];
  if (version === undefined || Buffer.from(text, 'utf8').toString('base64url') !== id) {
    throw refuse('This is not an id of this server. Ids are opaque: pass on what an `id` field gave.', field);
  }
  if (version !== VERSION) throw refuse('This id was made by another version of this server. Read it anew.', field);
  if (!isIdType(type)) throw refuse('This id names a type that this server does not know.', field);
  return { type, cluster, uid };
}

/**
 * Reads an id of one type.
 *
 * @throws AppError INVALID_ID
 */
export function decodeIdOf(type: IdType, id: string, field: readonly string[]): GlobalId {
  const decoded = decodeId(id, field);
  if (decoded.type !== type) throw refuse(`This is the id of a ${decoded.type}; the id of a ${type} is needed.`, field);
  return decoded;
}
