import { defineCheck } from '../../engine/define-check.ts';
import { fieldEvidence } from '../../lib/evidence.ts';
import { evidenceOf } from '../../lib/gather-evidence.ts';

export const cronjobSuspended = defineCheck({
  id: 'cronjob-suspended',
  title: 'CronJob is suspended',
  stage: 'WORKLOAD',
  severity: 'INFO',
  needs: ['CronJob'],
  messages: {
    suspended: {
      text: 'CronJob {{name}} in {{namespace}} (schedule {{schedule}}) is suspended and starts no job.',
      next: 'kubectl -n {{namespace}} describe cronjob {{name}}',
    },
  },
  remedy: 'Resume it when the reason for the pause is gone, or delete it.',
  aliases: ['POP-1500', 'k8sgpt:CronJob'],
  *run({ snapshot }) {
    for (const cronJob of snapshot.list('CronJob')) {
      if (cronJob.spec.suspend !== true || cronJob.metadata.deletionTimestamp !== undefined) continue;
      yield {
        on: cronJob,
        message: 'suspended',
        data: { schedule: cronJob.spec.schedule ?? 'unknown' },
        evidence: evidenceOf(
          fieldEvidence(cronJob, 'spec.suspend', true),
          cronJob.status.lastScheduleTime === undefined
            ? undefined
            : fieldEvidence(cronJob, 'status.lastScheduleTime', cronJob.status.lastScheduleTime),
        ),
      };
    }
  },
});
