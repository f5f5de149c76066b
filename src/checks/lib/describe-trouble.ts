import type { ContainerTrouble } from './container-trouble.ts';
import type { PodContainer } from './containers.ts';
import { asClause } from './text.ts';

/** A container's trouble as part of a sentence, such as `container etcd ended with code 2 and is started again and again`. */
export function describeTrouble({ name, status }: PodContainer, trouble: ContainerTrouble): string {
  switch (trouble.cause) {
    case 'IMAGE_PULL':
    case 'IMAGE_NAME':
    case 'CONFIG':
    case 'CANNOT_START': {
      const message = asClause(trouble.message, 200);
      return `container ${name} waits with ${trouble.reason}${message === '' ? '' : `: ${message}`}`;
    }
    case 'BACK_OFF':
      return `container ${name} is in CrashLoopBackOff`;
    case 'MEMORY':
    case 'PROBE':
    case 'CRASH': {
      const by =
        trouble.cause === 'MEMORY'
          ? 'was killed for memory'
          : trouble.cause === 'PROBE'
            ? `was killed by its ${trouble.kill.probe} probe`
            : 'ended';
      const waits = status?.state?.waiting?.reason === 'CrashLoopBackOff' ? ' and is in CrashLoopBackOff' : '';
      return `container ${name} ${by} with code ${trouble.ended.exitCode}${waits}`;
    }
  }
}
