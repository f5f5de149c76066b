import { describe, expect, test } from 'vitest';
import { probeAnswerOf, probeTargetOf, secondsToDecide } from '#src/checks/lib/probes.ts';
import type { Container } from '#src/kubernetes/objects.ts';

const container: Container = { name: 'web', ports: [{ name: 'http', containerPort: 8080 }] };

describe('what a probe asks is named', () => {
  test.each([
    [{ httpGet: { path: '/healthz', port: 8080 } }, 'GET /healthz on port 8080'],
    [{ httpGet: { port: 'http', scheme: 'HTTPS' } }, 'HTTPS GET / on port http (8080)'],
    [{ tcpSocket: { port: 'nowhere' } }, 'TCP port nowhere'],
    [{ grpc: { port: 9000, service: 'x' } }, 'gRPC port 9000'],
    [{ exec: { command: ['/bin/check', '--password', 's3cret'] } }, 'command /bin/check'],
    [{}, 'no target'],
  ])('%j', (probe, text) => {
    expect(probeTargetOf(container, probe)).toBe(text);
  });
  test('a probe that is not there any more', () => {
    expect(probeTargetOf(container, undefined)).toBe('no target');
  });
});

test.each([
  [{}, 30],
  [{ initialDelaySeconds: 300, periodSeconds: 5, failureThreshold: 3 }, 315],
  [{ periodSeconds: 5, failureThreshold: 1, successThreshold: 4 }, 20],
])('a probe %j needs %d s to decide', (probe, seconds) => {
  expect(secondsToDecide(probe)).toBe(seconds);
});

describe('what a probe was answered is said without the addresses of a pod', () => {
  test.each([
    ['Readiness probe failed: HTTP probe failed with statuscode: 503', 'HTTP 503'],
    [
      'Readiness probe failed: Get "http://10.1.2.3:8080/ready": dial tcp 10.1.2.3:8080: connect: connection refused',
      'connection refused',
    ],
    ['Liveness probe failed: dial tcp 10.1.2.3:9999: connect: connection refused', 'connection refused'],
    [
      'Readiness probe failed: Get "http://10.1.2.3:8080/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
      'no answer in time',
    ],
    ['Readiness probe failed: Get "http://10.1.2.3:8080/": EOF', 'connection closed without an answer'],
    [
      'Readiness probe failed: Get "https://10.1.2.3:8080/": http: server gave HTTP response to HTTPS client',
      'plain HTTP where the probe speaks HTTPS',
    ],
    ['Readiness probe failed: dial tcp 10.1.2.3:80: connect: no route to host', 'no route to the pod'],
    [
      'Readiness probe failed: timeout: failed to connect service "10.1.2.3:9000" within 1s: context deadline exceeded',
      'no answer in time',
    ],
    ['Readiness probe failed: psql: error: connection refused by db', 'psql: error: connection refused by db'],
    [
      'Readiness probe errored: rpc error: code = NotFound desc = no such container',
      'rpc error: code = NotFound desc = no such container',
    ],
    ['Readiness probe errored and resulted in unknown state: command not found', 'command not found'],
    ['Readiness probe failed: ', 'a failure without a word'],
  ])('%s', (message, answer) => {
    expect(probeAnswerOf(message)).toBe(answer);
  });
});
