import type { Job } from '#src/kubernetes/objects.ts';
import { defineCheck } from '../../engine/define-check.ts';
import { refOf } from '../../engine/object-ref.ts';
import { latestEvent } from '../../lib/events.ts';
import { eventEvidence, fieldEvidence } from '../../lib/evidence.ts';
import { conditionEvidence, evidenceOf } from '../../lib/gather-evidence.ts';
import { failureOf, hasSucceeded, lastEndOf } from '../../lib/jobs.ts';
import { latestOf } from '../../lib/time.ts';

function newest(jobs: readonly Job[]): Job | undefined {
  return [...jobs].sort(
    (a, b) => Date.parse(b.metadata.creationTimestamp) - Date.parse(a.metadata.creationTimestamp),
  )[0];
}

function isAfter(time: string | undefined, other: string | undefined): boolean {
  return other === undefined || (time !== undefined && Date.parse(time) > Date.parse(other));
}

export const cronjobFailing = defineCheck({
  id: 'cronjob-failing',
  title: 'Runs of the CronJob fail',
  stage: 'WORKLOAD',
  severity: 'ERROR',
  needs: ['CronJob', 'Job'],
  uses: ['Pod', 'Event'],
  messages: {
    neverSucceeded: {
      text: 'CronJob {{name}} in {{namespace}} (schedule {{schedule}}) has never succeeded; {{subjects}} failed, the last with {{reason}}: {{last}}.',
      problem: 'failing',
      next: 'kubectl -n {{namespace}} logs job/{{job}} --all-containers --tail=50',
    },
    failingAgain: {
      text: 'CronJob {{name}} in {{namespace}} (schedule {{schedule}}) last succeeded at {{success}}; {{subjects}} failed since, the last with {{reason}}: {{last}}.',
      severity: 'WARNING',
      problem: 'failing',
      next: 'kubectl -n {{namespace}} logs job/{{job}} --all-containers --tail=50',
    },
    runsForgotten: {
      text: 'CronJob {{name}} in {{namespace}} (schedule {{schedule}}) has never succeeded; its failed runs are not kept.',
      problem: 'failing',
      next: 'kubectl -n {{namespace}} get events --field-selector involvedObject.name={{name}}',
    },
  },
  remedy: 'Read the log of the newest failed job and repair the cause; the next run tells whether it worked.',
  aliases: ['POP-1502', 'POP-1503', 'k8sgpt:CronJob'],
  *run({ snapshot }) {
    for (const cronJob of snapshot.list('CronJob')) {
      const { metadata, spec, status } = cronJob;
      // Nobody waits for the runs of a suspended CronJob; cronjob-suspended tells of it.
      if (spec.suspend === true || metadata.deletionTimestamp !== undefined) continue;

      const jobs = snapshot.ownedBy('Job', metadata.uid);
      const succeeded = jobs.filter(hasSucceeded);
      // The controller sets lastSuccessfulTime when it next looks; a job it has not looked at yet counts all the same.
      const success = latestOf(
        status.lastSuccessfulTime,
        ...succeeded.map((job) => job.status.completionTime ?? job.metadata.creationTimestamp),
      );
      const failed = jobs.filter((job) => {
        const failure = failureOf(job);
        return failure !== undefined && isAfter(failure.lastTransitionTime ?? job.metadata.creationTimestamp, success);
      });
      const last = newest(failed);
      const schedule = spec.schedule ?? 'unknown';
      if (last === undefined) {
        const forgotten = latestEvent(snapshot.eventsOf(cronJob), {
          reasons: ['SawCompletedJob'],
          message: /condition: Failed/,
        });
        if (forgotten === undefined || success !== undefined || jobs.length > 0) continue;
        yield { on: cronJob, message: 'runsForgotten', data: { schedule }, evidence: eventEvidence(forgotten) };
        continue;
      }

      const failure = failureOf(last);
      const reason = failure?.reason ?? 'no reason given';
      const data = {
        schedule,
        reason,
        last: lastEndOf(snapshot, last) ?? 'none of its pods is left',
        job: last.metadata.name,
      };
      const common = {
        on: cronJob,
        evidence: evidenceOf(
          conditionEvidence(last, failure),
          status.lastScheduleTime === undefined
            ? undefined
            : fieldEvidence(cronJob, 'status.lastScheduleTime', status.lastScheduleTime),
          success === undefined ? undefined : fieldEvidence(cronJob, 'status.lastSuccessfulTime', success),
        ),
        subjects: failed.map(refOf),
      };
      if (success === undefined) yield { ...common, message: 'neverSucceeded', data };
      else yield { ...common, message: 'failingAgain', data: { ...data, success } };
    }
  },
});
