import { jobFailed } from '#src/checks/catalogue/workloads/job-failed.ts';
import type { Job } from '#src/kubernetes/objects.ts';
import { merge, object, ownedBy, pod, type RawObject, secondsAgo } from '#test/harness/objects.ts';
import { testCheck } from '#test/harness/test-check.ts';

const DAY = 86_400;

function job(raw: RawObject = {}): Job {
  return object('Job', merge({ metadata: { namespace: 'batch', name: 'import' }, spec: { backoffLimit: 2 } }, raw));
}

function failed(reason: string, raw: RawObject = {}, condition: RawObject = {}): Job {
  const conditions = [
    {
      type: 'Failed',
      status: 'True',
      reason,
      message: 'Job has failed',
      lastTransitionTime: secondsAgo(600),
      ...condition,
    },
  ];
  return job(merge({ status: { failed: 3, conditions } }, raw));
}

function failedPod(name: string, ended: object, created = secondsAgo(900)): ReturnType<typeof pod> {
  return pod({
    metadata: { namespace: 'batch', name, creationTimestamp: created, ownerReferences: [ownedBy(job())] },
    status: { phase: 'Failed', containerStatuses: [{ name: 'web', ready: false, state: { terminated: ended } }] },
  });
}

const on = 'batch/Job/import';
const gaveUp = {
  on,
  message: 'backoffLimit',
  data: { failed: 3, limit: 2, last: 'none of its pods is left' },
} as const;
const cronJob = object('CronJob', { metadata: { namespace: 'batch', name: 'nightly' } });

testCheck(jobFailed, {
  quiet: {
    'a Job that runs': { objects: [job({ status: { active: 1 } })] },
    'a Job that runs though two of its pods failed': {
      objects: [job({ status: { active: 1, failed: 2 } }), failedPod('import-1', { exitCode: 1 })],
    },
    'three of its pods failed, but others succeeded': {
      objects: [job({ status: { active: 1, failed: 3, succeeded: 1 } })],
    },
    'three of its pods failed, and the last one did the work a moment ago': {
      objects: [job({ status: { failed: 3, conditions: [{ type: 'SuccessCriteriaMet', status: 'True' }] } })],
    },
    'three of its pods failed before somebody suspended it': {
      objects: [job({ spec: { suspend: true }, status: { failed: 3 } })],
    },
    'a Job that is tried again for a CronJob': {
      objects: [cronJob, job({ metadata: { ownerReferences: [ownedBy(cronJob)] }, status: { failed: 3 } })],
    },
    'a Job that is complete': {
      objects: [job({ status: { succeeded: 1, failed: 1, conditions: [{ type: 'Complete', status: 'True' }] } })],
    },
    'a suspended Job': {
      objects: [job({ spec: { suspend: true }, status: { conditions: [{ type: 'Suspended', status: 'True' }] } })],
    },
    'a Job of a CronJob, which answers for it': {
      objects: [cronJob, failed('BackoffLimitExceeded', { metadata: { ownerReferences: [ownedBy(cronJob)] } })],
    },
    'a condition that is not True': {
      objects: [failed('BackoffLimitExceeded', { status: { failed: 2 } }, { status: 'False' })],
    },
  },
  fires: {
    'three of its pods failed, and it tries again': {
      objects: [
        job({ spec: { backoffLimit: 6 }, status: { active: 1, failed: 3 } }),
        failedPod('import-3', { exitCode: 8, reason: 'Error' }),
      ],
      reports: [
        {
          on,
          message: 'retrying',
          data: { failed: 3, limit: 6, last: 'container web ended with code 8' },
          causes: ['batch/Pod/import-3'],
        },
      ],
    },
    'its retries are used up': {
      objects: [failed('BackoffLimitExceeded')],
      reports: [
        {
          ...gaveUp,
          evidence: [
            {
              type: 'FIELD',
              object: { kind: 'Job', namespace: 'batch', name: 'import', uid: 'uid-Job-batch-import' },
              path: 'status.conditions[Failed]',
              value: 'True, BackoffLimitExceeded: Job has failed',
              at: '2026-03-01T11:50:00Z',
            },
            {
              type: 'FIELD',
              object: { kind: 'Job', namespace: 'batch', name: 'import', uid: 'uid-Job-batch-import' },
              path: 'status.failed',
              value: '3',
            },
          ],
        },
      ],
    },
    'its newest failed pod tells how it ended': {
      objects: [
        failed('BackoffLimitExceeded'),
        failedPod('import-1', { exitCode: 1, reason: 'Error' }),
        failedPod('import-2', { exitCode: 137, reason: 'OOMKilled' }, secondsAgo(700)),
        failedPod('import-3', { exitCode: 0, reason: 'Completed' }, secondsAgo(650)),
      ],
      reports: [
        {
          ...gaveUp,
          data: { failed: 3, limit: 2, last: 'container web ended with code 137 (OOMKilled)' },
          causes: ['batch/Pod/import-1', 'batch/Pod/import-2', 'batch/Pod/import-3'],
        },
      ],
    },
    'an ordinary end names only the code': {
      objects: [failed('BackoffLimitExceeded'), failedPod('import-1', { exitCode: 1, reason: 'Error' })],
      reports: [{ ...gaveUp, data: { failed: 3, limit: 2, last: 'container web ended with code 1' } }],
    },
    'six retries are the default, of pods nothing is known': {
      objects: [
        object('Job', {
          metadata: { namespace: 'batch', name: 'import' },
          status: { conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] },
        }),
      ],
      reports: [{ ...gaveUp, data: { failed: 0, limit: 6, last: 'none of its pods is left' } }],
    },
    'it ran too long': {
      objects: [failed('DeadlineExceeded', { spec: { activeDeadlineSeconds: 20 } })],
      reports: [{ on, message: 'deadline', data: { deadline: 20 } }],
    },
    'it is about to fail: its last pod hangs': {
      objects: [failed('DeadlineExceeded', { spec: { activeDeadlineSeconds: 20 } }, { type: 'FailureTarget' })],
      reports: [{ on, message: 'deadline', data: { deadline: 20 } }],
    },
    'its failure policy ended it': {
      objects: [
        failed(
          'PodFailurePolicy',
          {},
          {
            message: 'Container web for pod batch/import-1 failed with exit code 42 matching FailJob rule at index 0.',
          },
        ),
      ],
      reports: [
        {
          on,
          message: 'other',
          data: {
            reason: 'PodFailurePolicy',
            explanation:
              'Container web for pod batch/import-1 failed with exit code 42 matching FailJob rule at index 0',
          },
        },
      ],
    },
    'it failed for another reason before its deadline': {
      objects: [failed('MaxFailedIndexesExceeded', { spec: { activeDeadlineSeconds: 20 } })],
      reports: [{ on, message: 'other', data: { reason: 'MaxFailedIndexesExceeded', explanation: 'Job has failed' } }],
    },
    'a failure without any words': {
      objects: [job({ status: { conditions: [{ type: 'Failed', status: 'True' }] } })],
      reports: [{ on, message: 'other', data: { reason: 'no reason given', explanation: 'no explanation given' } }],
    },
    'it failed a second less than 7 days ago': {
      objects: [failed('BackoffLimitExceeded', {}, { lastTransitionTime: secondsAgo(7 * DAY - 1) })],
      reports: [gaveUp],
    },
    'it failed 7 days ago': {
      objects: [failed('BackoffLimitExceeded', {}, { lastTransitionTime: secondsAgo(7 * DAY) })],
      reports: [{ on, message: 'longAgo', data: { age: '7 days', reason: 'BackoffLimitExceeded' } }],
    },
  },
});
