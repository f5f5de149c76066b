import type { Role, Viewer } from './viewer.ts';
import { ROLES } from './viewer.ts';

/** What somebody wants to do. */
export type Action = 'READ' | 'START_RUN' | 'CANCEL_RUN' | 'READ_AUDIT';

/** What it is done to; what is absent is not asked about. `namespace: null` is a cluster-scoped object. */
export interface Target {
  readonly cluster?: string;
  readonly namespace?: string | null;
}

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/** Answers whether a viewer may act; later TokenReview and SubjectAccessReview stand behind the same interface. */
export interface Authorizer {
  decide(viewer: Viewer, action: Action, target?: Target): Decision;
}

const LEAST_ROLE: Readonly<Record<Action, Role>> = {
  READ: 'VIEWER',
  START_RUN: 'OPERATOR',
  CANCEL_RUN: 'OPERATOR',
  READ_AUDIT: 'ADMIN',
};

const ALLOWED: Decision = { allowed: true };

/** Decides by role, clusters and namespaces of the viewer. What is not named is denied. */
export function createAuthorizer(): Authorizer {
  return {
    decide(viewer, action, target = {}) {
      if (ROLES.indexOf(viewer.role) < ROLES.indexOf(LEAST_ROLE[action])) {
        return { allowed: false, reason: `The role ${viewer.role} may not do this; ${LEAST_ROLE[action]} may.` };
      }
      if (target.cluster !== undefined && viewer.clusters !== undefined && !viewer.clusters.includes(target.cluster)) {
        return { allowed: false, reason: 'This viewer may not see that cluster.' };
      }
      if (target.namespace !== undefined && viewer.namespaces !== undefined) {
        if (target.namespace === null)
          return { allowed: false, reason: 'This viewer may not see cluster-scoped objects.' };
        if (!viewer.namespaces.includes(target.namespace)) {
          return { allowed: false, reason: 'This viewer may not see that namespace.' };
        }
      }
      return ALLOWED;
    },
  };
}
