import type { ObjectRef } from '#src/kubernetes/port.ts';

/** One thing that was seen, with the object it was seen on. Times are RFC 3339, the cluster's. */
export type Evidence =
  | {
      readonly type: 'FIELD';
      readonly object: ObjectRef;
      /** Such as `status.containerStatuses[web].state.waiting.message`. */
      readonly path: string;
      readonly value: string;
      readonly at?: string;
    }
  | {
      readonly type: 'EVENT';
      readonly object: ObjectRef;
      readonly reason: string;
      readonly message: string;
      readonly count: number;
      readonly at: string;
    };
