import type { KindState } from '#src/kubernetes/port.ts';
import { unreachable } from '#src/lib/unreachable.ts';

/** A watch that broke a moment ago still shows the truth; after this many seconds it is not trusted any more. */
const STALE_AFTER_SECONDS = 60;

/** Why a kind can't be judged by, or undefined when it is seen. */
export type Blindness = { readonly outcome: 'UNKNOWN' | 'SKIPPED'; readonly reason: string };

/** Tells whether a kind in this state is seen, unseen, or not served at all. `ourNow` is our own clock. */
export function blindness(state: KindState, ourNow: Date): Blindness | undefined {
  switch (state.state) {
    case 'SYNCED':
      return undefined;
    case 'ABSENT':
      return { outcome: 'SKIPPED', reason: 'the API server does not serve it' };
    case 'SYNCING':
      return { outcome: 'UNKNOWN', reason: 'its first list has not been read yet' };
    case 'STALE': {
      const seconds = Math.floor((ourNow.getTime() - Date.parse(state.since)) / 1000);
      if (seconds < STALE_AFTER_SECONDS) return undefined;
      return { outcome: 'UNKNOWN', reason: `its watch has been broken for ${seconds} s (${state.reason})` };
    }
    case 'FORBIDDEN':
      return { outcome: 'UNKNOWN', reason: `forbidden to ${state.verb} ${state.resource}` };
    case 'UNAVAILABLE':
      return { outcome: 'UNKNOWN', reason: state.reason };
    default:
      return unreachable(state);
  }
}
