import { expect, test } from 'vitest';
import { isBuiltIn, polarityOf } from '#src/checks/lib/node-conditions.ts';

test.each([
  // EKS node monitoring agent, and others that say what works
  'KernelReady',
  'ContainerRuntimeReady',
  'StorageReady',
  'NetworkingReady',
  'AcceleratedHardwareReady',
  'DevicePluginReady',
  'DiskHealthy',
  'FullyReady',
  'EtcdIsVoter',
  'RegistryReachable',
  'TimeSynced',
  'ConfigValid',
  'LinkUp',
])('%s is good when True', (type) => {
  expect(polarityOf(type)).toBe('GOOD');
});

test.each([
  // node-problem-detector
  'KernelDeadlock',
  'ReadonlyFilesystem',
  'CorruptDockerOverlay2',
  'KubeletUnhealthy',
  'ContainerRuntimeUnhealthy',
  'XfsShutdown',
  'CperHardwareErrorFatal',
  'DNSUnreachable',
  'IPTablesVersionsMismatch',
  // AKS and others
  'KubeletProblem',
  'ContainerRuntimeProblem',
  'FilesystemCorruptionProblem',
  'NodeNotReady',
  'ServiceUnavailable',
  'GpuXidErrors',
  'SoftLockup',
  'NetworkDisconnected',
])('%s is bad when True', (type) => {
  expect(polarityOf(type)).toBe('BAD');
});

test.each([
  'VMEventScheduled',
  'RebootScheduled',
  'FreezeScheduled',
  'FrequentKubeletRestart',
  'FrequentUnregisterNetDevice',
  'DeprecatedAuthsFieldInContainerdConfiguration',
])('%s only announces', (type) => {
  expect(polarityOf(type)).toBe('NOTICE');
});

test.each(['Blessed', 'ConfigChanged', 'InPlaceUpdate', 'Backup'])('what %s means is not known', (type) => {
  expect(polarityOf(type)).toBe('UNKNOWN');
});

test("Kubernetes' own conditions are known", () => {
  expect(
    ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable', 'KernelReady'].map(isBuiltIn),
  ).toEqual([true, true, true, true, true, false]);
});
