import type { Check } from '../engine/define-check.ts';
import { bindingRoleMissing } from './access/binding-role-missing.ts';
import { certificateExpiring } from './config/certificate-expiring.ts';
import { apiserviceUnavailable } from './control-plane/apiservice-unavailable.ts';
import { controlPlanePodDown } from './control-plane/control-plane-pod-down.ts';
import { webhookServiceMissing } from './control-plane/webhook-service-missing.ts';
import { ingressBackendMissing } from './network/ingress-backend-missing.ts';
import { ingressTlsSecretMissing } from './network/ingress-tls-secret-missing.ts';
import { servicePortMismatch } from './network/service-port-mismatch.ts';
import { serviceWithoutReadyPods } from './network/service-without-ready-pods.ts';
import { nodeConditionProblem } from './nodes/node-condition-problem.ts';
import { nodeCordoned } from './nodes/node-cordoned.ts';
import { nodeNetworkUnavailable } from './nodes/node-network-unavailable.ts';
import { nodeNotReady } from './nodes/node-not-ready.ts';
import { nodePodsStuck } from './nodes/node-pods-stuck.ts';
import { nodePressure } from './nodes/node-pressure.ts';
import { containerCannotStart } from './pods/container-cannot-start.ts';
import { containerConfigMissing } from './pods/container-config-missing.ts';
import { containerCrashLoop } from './pods/container-crash-loop.ts';
import { containerOomKilled } from './pods/container-oom-killed.ts';
import { containerRestarted } from './pods/container-restarted.ts';
import { imageNameInvalid } from './pods/image-name-invalid.ts';
import { imagePullFailing } from './pods/image-pull-failing.ts';
import { initContainerFailing } from './pods/init-container-failing.ts';
import { livenessProbeKilling } from './pods/liveness-probe-killing.ts';
import { podEvicted } from './pods/pod-evicted.ts';
import { podFailed } from './pods/pod-failed.ts';
import { podSchedulingGated } from './pods/pod-scheduling-gated.ts';
import { podStuckCreating } from './pods/pod-stuck-creating.ts';
import { podStuckTerminating } from './pods/pod-stuck-terminating.ts';
import { podUnschedulable } from './pods/pod-unschedulable.ts';
import { readinessProbeFailing } from './pods/readiness-probe-failing.ts';
import { claimPending } from './storage/claim-pending.ts';
import { cronjobFailing } from './workloads/cronjob-failing.ts';
import { cronjobSuspended } from './workloads/cronjob-suspended.ts';
import { daemonsetUnavailable } from './workloads/daemonset-unavailable.ts';
import { deploymentUnavailable } from './workloads/deployment-unavailable.ts';
import { hpaTargetMissing } from './workloads/hpa-target-missing.ts';
import { jobFailed } from './workloads/job-failed.ts';
import { replicasNotCreated } from './workloads/replicas-not-created.ts';
import { rolloutStuck } from './workloads/rollout-stuck.ts';
import { statefulsetUnavailable } from './workloads/statefulset-unavailable.ts';

/** Every check, in the order in which their findings are explained. A test compares this list with the folder. */
export const CHECKS: readonly Check[] = [
  containerCrashLoop,
  containerOomKilled,
  containerRestarted,
  imagePullFailing,
  imageNameInvalid,
  containerConfigMissing,
  containerCannotStart,
  podFailed,
  initContainerFailing,
  podStuckCreating,
  readinessProbeFailing,
  livenessProbeKilling,
  podUnschedulable,
  podSchedulingGated,
  podEvicted,
  podStuckTerminating,
  deploymentUnavailable,
  rolloutStuck,
  replicasNotCreated,
  statefulsetUnavailable,
  daemonsetUnavailable,
  jobFailed,
  cronjobSuspended,
  cronjobFailing,
  hpaTargetMissing,
  serviceWithoutReadyPods,
  servicePortMismatch,
  ingressBackendMissing,
  ingressTlsSecretMissing,
  claimPending,
  certificateExpiring,
  nodeNotReady,
  nodePressure,
  nodeNetworkUnavailable,
  nodeConditionProblem,
  nodeCordoned,
  nodePodsStuck,
  controlPlanePodDown,
  apiserviceUnavailable,
  webhookServiceMissing,
  bindingRoleMissing,
];
