import { cronjobSuspended } from '#src/checks/catalogue/workloads/cronjob-suspended.ts';
import { object, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const metadata = { namespace: 'batch', name: 'cleanup' };
const ref = { kind: 'CronJob', namespace: 'batch', name: 'cleanup', uid: 'uid-CronJob-batch-cleanup' } as const;

testCheck(cronjobSuspended, {
  quiet: {
    'a CronJob that is idle between two runs': {
      objects: [object('CronJob', { metadata, spec: { schedule: '15 * * * *', suspend: false } })],
    },
    'suspend is not said': { objects: [object('CronJob', { metadata, spec: { schedule: '15 * * * *' } })] },
    'one that is being deleted': {
      objects: [
        object('CronJob', {
          metadata: { ...metadata, deletionTimestamp: secondsAgo(5) },
          spec: { schedule: '15 * * * *', suspend: true },
        }),
      ],
    },
  },
  fires: {
    'suspended after it ran': {
      objects: [
        object('CronJob', {
          metadata,
          spec: { schedule: '15 * * * *', suspend: true },
          status: { lastScheduleTime: '2026-02-01T00:15:00Z' },
        }),
      ],
      reports: [
        {
          on: 'batch/CronJob/cleanup',
          message: 'suspended',
          data: { schedule: '15 * * * *' },
          evidence: [
            { type: 'FIELD', object: ref, path: 'spec.suspend', value: 'true' },
            { type: 'FIELD', object: ref, path: 'status.lastScheduleTime', value: '2026-02-01T00:15:00Z' },
          ],
        },
      ],
    },
    'suspended before its first run': {
      objects: [object('CronJob', { metadata, spec: { schedule: '15 * * * *', suspend: true } })],
      reports: [
        {
          on: 'batch/CronJob/cleanup',
          message: 'suspended',
          data: { schedule: '15 * * * *' },
          evidence: [{ type: 'FIELD', object: ref, path: 'spec.suspend', value: 'true' }],
        },
      ],
    },
  },
});
