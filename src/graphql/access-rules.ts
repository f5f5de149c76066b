import type { Action } from '#src/access/authorizer.ts';

/**
 * Who may read or call a field:
 * - an action: the viewer's role must allow it, asked before the resolver runs; the service behind asks again, with the
 *   cluster and the namespace;
 * - OPEN: the same for everybody, such as the catalogue of checks;
 * - WITH_PARENT: part of something that the viewer was already allowed to see.
 */
export type AccessRule = Action | 'OPEN' | 'WITH_PARENT';

/** A rule for several fields of one type. */
function each<const Field extends string>(
  rule: AccessRule,
  fields: readonly Field[],
): Readonly<Record<Field, AccessRule>> {
  return Object.fromEntries(fields.map((field) => [field, rule])) as Record<Field, AccessRule>;
}

/**
 * The rule of every field of Query, Mutation and Subscription and of every type that `node(id)` can give. A field that
 * is missing here is refused at start, and so is an entry without a field.
 */
export const ACCESS_RULES: Readonly<Record<string, Readonly<Record<string, AccessRule>>>> = {
  Query: {
    ...each('READ', ['clusters', 'cluster', 'node', 'nodes', 'runs', 'run', 'findings', 'finding', 'compareRuns']),
    ...each('OPEN', ['checks', 'check']),
    auditEvents: 'READ_AUDIT',
  },
  Mutation: {
    runStart: 'START_RUN',
    runCancel: 'CANCEL_RUN',
  },
  Subscription: {
    runProgress: 'READ',
  },
  Cluster: {
    ...each('WITH_PARENT', ['id', 'name', 'uid', 'source', 'version', 'connection', 'kinds', 'now']),
    ...each('READ', ['openFindings', 'latestRun']),
  },
  Check: each('OPEN', [
    ...[
      'id',
      'name',
      'title',
      'stage',
      'severity',
      'needs',
      'uses',
      'params',
      'messages',
      'remedy',
      'aliases',
      'documentation',
    ],
  ]),
  Run: {
    ...each('WITH_PARENT', [
      'id',
      'sequence',
      'state',
      'clusterName',
      'scope',
      'checks',
      'params',
      'startedBy',
      'trigger',
    ]),
    ...each('WITH_PARENT', ['correlationId', 'queuedAt', 'startedAt', 'endedAt', 'takenAt', 'reason', 'cancelledBy']),
    ...each('WITH_PARENT', ['outcomes', 'coverage']),
    cluster: 'READ',
  },
  Finding: {
    ...each('WITH_PARENT', ['id', 'fingerprint', 'clusterName', 'check', 'checkName', 'variant', 'problem', 'message']),
    ...each('WITH_PARENT', [
      'severity',
      'kind',
      'namespace',
      'name',
      'root',
      'part',
      'text',
      'data',
      'evidence',
      'next',
    ]),
    ...each('WITH_PARENT', ['remedy', 'subjects', 'subjectCount', 'state', 'firstSeen', 'lastSeen', 'since']),
    ...each('WITH_PARENT', ['resolvedAt', 'reopened']),
    ...each('READ', ['cluster', 'causedBy', 'episodes', 'openedRun', 'resolvedRun']),
  },
};
