import type { SubscriptionResolvers } from '../../generated/types.ts';
import { runProgress } from './runProgress.ts';

export const Subscription: SubscriptionResolvers = { runProgress };
