import type { RunScopeResolvers } from '../../generated/types.ts';
import { namespaces } from './namespaces.ts';

export const RunScope: RunScopeResolvers = { namespaces };
