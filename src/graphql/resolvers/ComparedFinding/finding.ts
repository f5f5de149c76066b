import type { Finding } from '#src/diagnosis/finding.ts';
import type { Context } from '../../context.ts';

/** The same for every change. */
export function finding(
  { findingId }: { findingId: string },
  _args: unknown,
  { loaders }: Context,
): Promise<Finding | undefined> {
  return loaders.findings.load(findingId);
}
