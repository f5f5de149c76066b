import type { SubscriptionResolvers } from '../../generated/types.ts';
import { decodeIdOf } from '../../ids.ts';
import { mapEvents } from '../../map-events.ts';

export const runProgress: NonNullable<SubscriptionResolvers['runProgress']> = {
  async subscribe(_subscription, args, { viewer, services }) {
    const { uid } = decodeIdOf('Run', args.runId, ['runId']);
    const events = await services.runs.progress(viewer, { runId: uid, after: args.after ?? undefined });
    return mapEvents(events, (runProgress) => ({ runProgress }));
  },
};
