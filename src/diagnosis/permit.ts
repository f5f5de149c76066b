import type { Action, Authorizer, Target } from '#src/access/authorizer.ts';
import type { Viewer } from '#src/access/viewer.ts';
import { forbidden } from '#src/errors/errors.ts';

/** Lets the viewer pass or throws FORBIDDEN with the authorizer's reason. */
export function authorize(authorizer: Authorizer, viewer: Viewer, action: Action, target?: Target): void {
  const decision = authorizer.decide(viewer, action, target);
  if (!decision.allowed) throw forbidden(decision.reason);
}

/**
 * A viewer with namespaces may act on runs that stay inside them. The reason names no namespace: which of the asked ones
 * is hidden or does not exist must look the same.
 */
export function authorizeScope(viewer: Viewer, namespaces: readonly string[], doing: 'start' | 'cancel'): void {
  if (viewer.namespaces === undefined) return;
  const inside = namespaces.length > 0 && namespaces.every((name) => viewer.namespaces?.includes(name));
  if (inside) return;
  throw forbidden(
    `This viewer may only ${doing} runs whose scope names nothing but its own namespaces: ${viewer.namespaces.join(', ') || 'none'}.`,
  );
}
