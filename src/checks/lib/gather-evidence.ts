import type { Evidence } from '#src/checks/engine/evidence.ts';
import type { KubernetesObject } from '#src/kubernetes/objects.ts';
import type { Condition } from './conditions.ts';
import { fieldEvidence } from './evidence.ts';

/** A condition in one line, such as `False, MinimumReplicasUnavailable: Deployment does not have minimum availability.` */
function conditionText({ status, reason, message }: Condition): string {
  const why = [reason, message].filter((part) => part !== undefined && part !== '').join(': ');
  return why === '' ? status : `${status}, ${why}`;
}

/** A condition as evidence, dated by its last transition; undefined where there is none. */
export function conditionEvidence(
  object: Pick<KubernetesObject, 'kind' | 'metadata'>,
  condition: Condition | undefined,
): Evidence | undefined {
  if (condition === undefined) return undefined;
  return fieldEvidence(
    object,
    `status.conditions[${condition.type}]`,
    conditionText(condition),
    condition.lastTransitionTime,
  );
}

/** All evidence in one list; what is missing is left out. */
export function evidenceOf(...pieces: readonly (Evidence | readonly Evidence[] | undefined)[]): readonly Evidence[] {
  return pieces.flatMap((piece) => piece ?? []);
}

/** A field as evidence where it is set. */
export function fieldIfSet(
  object: Pick<KubernetesObject, 'kind' | 'metadata'>,
  path: string,
  value: string | number | undefined,
): Evidence | undefined {
  return value === undefined ? undefined : fieldEvidence(object, path, value);
}
