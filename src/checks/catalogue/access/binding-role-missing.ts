import { z } from 'zod';
import type { ObjectOf } from '#src/kubernetes/objects.ts';
import type { Snapshot } from '#src/kubernetes/port.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { seconds } from '../../lib/seconds-param.ts';
import { isYoungerThan } from '../../lib/time.ts';

type Binding = ObjectOf<'RoleBinding'> | ObjectOf<'ClusterRoleBinding'>;

const MAX_GRANTEES = 5;

function isThere(snapshot: Snapshot<'Role' | 'ClusterRole'>, { metadata, roleRef }: Binding): boolean {
  // A Role is looked for in the binding's own namespace, a ClusterRole nowhere in particular (pkg/registry/rbac/validation/rule.go).
  if (roleRef.kind === 'Role') return snapshot.get('Role', metadata.namespace, roleRef.name) !== undefined;
  return snapshot.get('ClusterRole', undefined, roleRef.name) !== undefined;
}

export const bindingRoleMissing = defineCheck({
  id: 'binding-role-missing',
  title: 'Binding grants a role that does not exist',
  stage: 'ACCESS',
  severity: 'WARNING',
  needs: ['RoleBinding', 'ClusterRoleBinding', 'Role', 'ClusterRole'],
  params: z.object({
    graceSeconds: seconds(60, 'how long a new binding may wait for its role'),
  }),
  messages: {
    missing: {
      text: 'RoleBinding {{name}} in {{namespace}} grants {{grantees}} nothing: its {{roleKind}} {{role}} does not exist.',
      problem: 'role-missing',
      next: 'kubectl -n {{namespace}} get roles; kubectl get clusterroles',
    },
    missingInCluster: {
      text: 'ClusterRoleBinding {{name}} grants {{grantees}} nothing: its {{roleKind}} {{role}} does not exist.',
      problem: 'role-missing',
      next: 'kubectl get clusterroles',
    },
  },
  remedy:
    'Create the role, or delete the binding and make one with the right name: roleRef of a binding cannot be changed.',
  aliases: ['POP-1300'],
  *run({ snapshot, params, now }) {
    for (const binding of [...snapshot.list('RoleBinding'), ...snapshot.list('ClusterRoleBinding')]) {
      const { metadata, roleRef } = binding;
      const grantees = (binding.subjects ?? []).map(
        ({ kind, name, namespace }) => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
      );
      // A binding without subjects takes nothing from anybody.
      if (
        grantees.length === 0 ||
        metadata.deletionTimestamp !== undefined ||
        isYoungerThan(binding, params.graceSeconds, now)
      )
        continue;
      if (isThere(snapshot, binding)) continue;
      yield {
        on: binding,
        message: binding.kind === 'RoleBinding' ? 'missing' : 'missingInCluster',
        data: { grantees: grantees.slice(0, MAX_GRANTEES), roleKind: roleRef.kind, role: roleRef.name },
        evidence: [fieldEvidence(binding, 'roleRef', `${roleRef.kind}/${roleRef.name}`)],
      };
    }
  },
});
