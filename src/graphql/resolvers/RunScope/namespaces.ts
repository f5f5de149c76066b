import type { RunScopeResolvers } from '../../generated/types.ts';

export const namespaces: NonNullable<RunScopeResolvers['namespaces']> = ({ namespaces }) =>
  namespaces?.length === 0 ? undefined : namespaces;
