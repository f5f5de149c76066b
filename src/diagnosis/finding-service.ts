import type { Authorizer } from '#src/access/authorizer.ts';
import { AppError, badInput } from '#src/errors/errors.ts';
import type { FindingFilter } from './finding.ts';
import type { FindingStore } from './finding-store.ts';
import { authorize } from './permit.ts';
import type { FindingService } from './services.ts';
import { sightOf } from './sight.ts';

const MAX_LIST = 200;
const MAX_TEXT = 200;
const MAX_FINGERPRINTS = 1000;

function checkFilter(filter: FindingFilter): void {
  for (const part of ['checks', 'namespaces'] as const) {
    const values = filter[part] ?? [];
    if (values.length > MAX_LIST)
      throw new AppError('LIMIT_EXCEEDED', `At most ${MAX_LIST} ${part} may be named; these are ${values.length}.`, {
        field: ['filter', part],
      });
  }
  if (filter.text !== undefined && filter.text.length > MAX_TEXT) {
    throw new AppError('LIMIT_EXCEEDED', `The searched text has at most ${MAX_TEXT} characters.`, {
      field: ['filter', 'text'],
    });
  }
  if (filter.text?.includes('\0') === true)
    throw badInput('The searched text may not contain the character NUL.', ['filter', 'text']);
}

/** Makes the service that reads what is remembered, as far as the viewer may see it. */
export function createFindingService({
  findings,
  authorizer,
}: {
  readonly findings: FindingStore;
  readonly authorizer: Authorizer;
}): FindingService {
  return {
    async get(viewer, findingId) {
      authorize(authorizer, viewer, 'READ');
      return findings.get(sightOf(viewer), findingId);
    },
    async list(viewer, filter, page) {
      authorize(authorizer, viewer, 'READ');
      checkFilter(filter);
      return findings.list(sightOf(viewer), filter, page);
    },
    async episodes(viewer, findingId) {
      authorize(authorizer, viewer, 'READ');
      // What can't be seen has no episodes either.
      const finding = await findings.get(sightOf(viewer), findingId);
      return finding === undefined ? [] : findings.episodes(findingId);
    },
    async byFingerprints(viewer, clusterId, fingerprints) {
      authorize(authorizer, viewer, 'READ');
      if (fingerprints.length === 0) return [];
      return findings.byFingerprints(sightOf(viewer), clusterId, fingerprints.slice(0, MAX_FINGERPRINTS));
    },
  };
}
