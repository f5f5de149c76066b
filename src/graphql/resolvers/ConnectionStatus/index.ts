import type { ConnectionStatusResolvers } from '../../generated/types.ts';
import { reason } from './reason.ts';

export const ConnectionStatus: ConnectionStatusResolvers = { reason };
