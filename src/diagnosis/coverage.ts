import { KIND_NAMES } from '#src/kubernetes/kinds.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import type { Coverage } from './run.ts';

/** What a run saw: every kind with its state and number of objects. */
export function coverageOf(
  snapshot: Snapshot,
  cost: { readonly apiCalls: number; readonly milliseconds: number },
): Coverage {
  const kinds = KIND_NAMES.map((kind) => ({
    kind,
    state: snapshot.stateOf(kind),
    objects: snapshot.list(kind).length,
  }));
  const objects = kinds.reduce((sum, kind) => sum + kind.objects, 0);
  return { kinds, objects, apiCalls: cost.apiCalls, milliseconds: Math.round(cost.milliseconds) };
}
