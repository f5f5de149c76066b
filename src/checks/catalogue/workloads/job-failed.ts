import { z } from 'zod';
import type { Job } from '#src/kubernetes/objects.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { refOf } from '../../engine/object-ref.ts';
import { conditionEvidence, evidenceOf, fieldIfSet } from '../../lib/gather-evidence.ts';
import { failureOf, hasSucceeded, lastEndOf } from '../../lib/jobs.ts';
import { controllerOf } from '../../lib/pods.ts';
import { saidIn } from '../../lib/said.ts';
import { secondsBetween, spanOf } from '../../lib/time.ts';

const DAY = 86_400;

/** The API server's default of backoffLimit. */
const DEFAULT_BACKOFF_LIMIT = 6;

/** Two failures may be a rough start; the third is a habit. The back-off between them grows up to 6 min, so the end may be far. */
const HABIT = 3;

/** Whether nothing but failures came of a Job that still tries. */
function isFailingAgain(job: Job): boolean {
  const { failed = 0, succeeded = 0 } = job.status;
  return failed >= HABIT && succeeded === 0 && !hasSucceeded(job) && job.spec.suspend !== true;
}

export const jobFailed = defineCheck({
  id: 'job-failed',
  title: 'Job failed',
  stage: 'WORKLOAD',
  severity: 'ERROR',
  needs: ['Job'],
  uses: ['Pod'],
  params: z.object({
    oldAfterDays: z
      .number()
      .int()
      .min(1)
      .default(7)
      .describe('after this many days a failure is history and only INFO'),
  }),
  messages: {
    backoffLimit: {
      text: 'Job {{name}} in {{namespace}} failed (BackoffLimitExceeded; failed pods: {{failed}}, retries allowed: {{limit}}): {{last}}.',
      problem: 'failed',
      next: 'kubectl -n {{namespace}} logs job/{{name}} --all-containers --tail=50',
    },
    deadline: {
      text: 'Job {{name}} in {{namespace}} was ended because it ran longer than its {{deadline}} s (DeadlineExceeded).',
      problem: 'failed',
      next: 'kubectl -n {{namespace}} describe job {{name}}',
    },
    other: {
      text: 'Job {{name}} in {{namespace}} failed ({{reason}}): {{explanation}}.',
      problem: 'failed',
      changes: ['reason'],
      next: 'kubectl -n {{namespace}} describe job {{name}}',
    },
    retrying: {
      text: 'Job {{name}} in {{namespace}} has not succeeded yet: {{failed}} of its pods failed one after another (retries allowed: {{limit}}), and it tries again: {{last}}.',
      severity: 'WARNING',
      problem: 'failed',
      next: 'kubectl -n {{namespace}} logs job/{{name}} --all-containers --tail=50',
    },
    longAgo: {
      text: 'Job {{name}} in {{namespace}} failed {{age}} ago ({{reason}}) and is still there.',
      severity: 'INFO',
      problem: 'failed',
      next: 'kubectl -n {{namespace}} describe job {{name}}',
    },
  },
  remedy: 'Read the log of its last pod, repair the cause and create the Job again: a failed Job never retries.',
  aliases: ['POP-1503', 'k8sgpt:Job'],
  *run({ snapshot, params, now }) {
    for (const job of snapshot.list('Job')) {
      const failure = failureOf(job);
      const { failed = 0 } = job.status;
      // A CronJob answers for its jobs.
      if (controllerOf(job)?.kind === 'CronJob' || (failure === undefined && !isFailingAgain(job))) continue;

      const { backoffLimit: limit = DEFAULT_BACKOFF_LIMIT, activeDeadlineSeconds: deadline } = job.spec;
      const { reason, explanation } = saidIn(failure);
      const last = lastEndOf(snapshot, job) ?? 'none of its pods is left';
      const age = secondsBetween(failure?.lastTransitionTime, now) ?? 0;
      const common = {
        on: job,
        evidence: evidenceOf(conditionEvidence(job, failure), fieldIfSet(job, 'status.failed', job.status.failed)),
        causes: snapshot.ownedBy('Pod', job.metadata.uid).map(refOf),
      };
      if (failure === undefined) yield { ...common, message: 'retrying', data: { failed, limit, last } };
      else if (age >= params.oldAfterDays * DAY)
        yield { ...common, message: 'longAgo', data: { age: spanOf(age), reason } };
      else if (reason === 'BackoffLimitExceeded')
        yield { ...common, message: 'backoffLimit', data: { failed, limit, last } };
      else if (reason === 'DeadlineExceeded' && deadline !== undefined)
        yield { ...common, message: 'deadline', data: { deadline } };
      else yield { ...common, message: 'other', data: { reason, explanation } };
    }
  },
});
