import { cronjobFailing } from '#src/checks/catalogue/workloads/cronjob-failing.ts';
import type { Job } from '#src/kubernetes/objects.ts';
import { eventOn, merge, object, ownedBy, pod, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

function cronJob(raw: RawObject = {}): ReturnType<typeof object<'CronJob'>> {
  return object(
    'CronJob',
    merge({ metadata: { namespace: 'batch', name: 'sync' }, spec: { schedule: '*/5 * * * *', suspend: false } }, raw),
  );
}

/** A run that was started and ended so many seconds ago. */
function run(name: string, started: number, ended: number | undefined, type = 'Failed'): Job {
  const conditions =
    ended === undefined
      ? []
      : [
          {
            type,
            status: 'True',
            reason: 'BackoffLimitExceeded',
            message: 'gave up',
            lastTransitionTime: secondsAgo(ended),
          },
        ];
  const completion = type === 'Complete' && ended !== undefined ? { completionTime: secondsAgo(ended) } : {};
  return object('Job', {
    metadata: {
      namespace: 'batch',
      name,
      creationTimestamp: secondsAgo(started),
      ownerReferences: [ownedBy(cronJob())],
    },
    status: { conditions, ...completion },
  });
}

const FAILED_FORGOTTEN = {
  reason: 'SawCompletedJob',
  message: 'Saw completed job: sync-1, condition: Failed',
  type: 'Normal',
};
const on = 'batch/CronJob/sync';
const never = {
  on,
  message: 'neverSucceeded',
  data: { schedule: '*/5 * * * *', reason: 'BackoffLimitExceeded', last: 'none of its pods is left', job: 'sync-1' },
  subjects: ['batch/Job/sync-1'],
} as const;

testCheck(cronjobFailing, {
  quiet: {
    'it has never run': { objects: [cronJob()] },
    'its first run is going on': {
      objects: [
        cronJob({ status: { lastScheduleTime: secondsAgo(30), active: [{ name: 'sync-1' }] } }),
        run('sync-1', 30, undefined),
      ],
    },
    'it is idle between two runs that succeeded': {
      objects: [cronJob({ status: { lastSuccessfulTime: secondsAgo(200) } }), run('sync-1', 300, 200, 'Complete')],
    },
    'it failed, and the next run succeeded': {
      objects: [cronJob(), run('sync-1', 600, 590), run('sync-2', 300, 290, 'Complete')],
    },
    'it failed, and a run that is not kept succeeded after that': {
      objects: [cronJob({ status: { lastSuccessfulTime: secondsAgo(290) } }), run('sync-1', 600, 590)],
    },
    'it is suspended': { objects: [cronJob({ spec: { suspend: true } }), run('sync-1', 300, 290)] },
    'it is being deleted': {
      objects: [cronJob({ metadata: { deletionTimestamp: secondsAgo(5) } }), run('sync-1', 300, 290)],
    },
    'a failed Job of a namesake in another namespace': {
      objects: [
        cronJob(),
        object('Job', {
          metadata: {
            namespace: 'other',
            name: 'sync-1',
            ownerReferences: [ownedBy(object('CronJob', { metadata: { namespace: 'other', name: 'sync' } }))],
          },
          status: { conditions: [{ type: 'Failed', status: 'True' }] },
        }),
      ],
    },
    'runs that succeeded are forgotten': {
      objects: [
        cronJob(),
        eventOn(cronJob(), { ...FAILED_FORGOTTEN, message: 'Saw completed job: sync-1, condition: Complete' }),
      ],
    },
    'failed runs are forgotten, but one succeeded': {
      objects: [cronJob({ status: { lastSuccessfulTime: secondsAgo(9000) } }), eventOn(cronJob(), FAILED_FORGOTTEN)],
    },
    'a failed run is forgotten and the next is going on': {
      objects: [cronJob(), run('sync-2', 30, undefined), eventOn(cronJob(), FAILED_FORGOTTEN)],
    },
  },
  fires: {
    'its only run failed': {
      objects: [cronJob({ status: { lastScheduleTime: '2026-03-01T11:55:00Z' } }), run('sync-1', 300, 290)],
      reports: [
        {
          ...never,
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Job', namespace: 'batch', name: 'sync-1', uid: 'uid-Job-batch-sync-1' },
              path: 'status.conditions[Failed]',
              value: 'True, BackoffLimitExceeded: gave up',
              at: '2026-03-01T11:55:10Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'CronJob', namespace: 'batch', name: 'sync', uid: 'uid-CronJob-batch-sync' },
              path: 'status.lastScheduleTime',
              value: '2026-03-01T11:55:00Z',
            },
          ],
        },
      ],
    },
    'every run failed, and one is going on; the newest failed pod tells': {
      objects: [
        cronJob(),
        run('sync-1', 900, 890),
        run('sync-2', 600, 590),
        run('sync-3', 5, undefined),
        pod({
          metadata: { namespace: 'batch', name: 'sync-2-x', ownerReferences: [ownedBy(run('sync-2', 600, 590))] },
          status: {
            phase: 'Failed',
            containerStatuses: [{ name: 'web', state: { terminated: { exitCode: 1, reason: 'Error' } } }],
          },
        }),
      ],
      reports: [
        {
          ...never,
          data: { ...never.data, last: 'container web ended with code 1', job: 'sync-2' },
          subjects: ['batch/Job/sync-1', 'batch/Job/sync-2'],
        },
      ],
    },
    'two runs failed since the last success': {
      objects: [cronJob(), run('sync-1', 900, 890, 'Complete'), run('sync-2', 600, 590), run('sync-3', 300, 290)],
      reports: [
        {
          on,
          message: 'failingAgain',
          data: {
            schedule: '*/5 * * * *',
            success: '2026-03-01T11:45:10Z',
            reason: 'BackoffLimitExceeded',
            last: 'none of its pods is left',
            job: 'sync-3',
          },
          subjects: ['batch/Job/sync-2', 'batch/Job/sync-3'],
        },
      ],
    },
    'the run that succeeded is not kept': {
      objects: [cronJob({ status: { lastSuccessfulTime: '2026-03-01T03:00:00Z' } }), run('sync-1', 300, 290)],
      reports: [
        {
          on,
          message: 'failingAgain',
          data: { ...never.data, success: '2026-03-01T03:00:00Z' },
          subjects: ['batch/Job/sync-1'],
        },
      ],
    },
    'failed runs are not kept; an event remembers one': {
      objects: [cronJob(), eventOn(cronJob(), FAILED_FORGOTTEN)],
      reports: [{ on, message: 'runsForgotten', data: { schedule: '*/5 * * * *' } }],
    },
  },
});
