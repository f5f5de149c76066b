import { describe, expect, test } from 'vitest';
import { pullFailureOf } from '#src/checks/lib/image-pulls.ts';
import { eventOn, pod } from '#test/harness/objects.ts';

describe('why an image is not pulled is said in words, whoever says it', () => {
  test.each([
    [
      'containerd, no such tag',
      'failed to pull and unpack image "docker.io/library/web:9": failed to resolve reference "docker.io/library/web:9": docker.io/library/web:9: not found',
      'the registry has no such image or tag',
    ],
    [
      'docker, no such tag',
      'Error response from daemon: manifest for web:9 not found: manifest unknown: manifest unknown',
      'the registry has no such image or tag',
    ],
    [
      'Docker Hub, private or not there',
      'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      'the registry refuses access: credentials are missing or wrong, or there is no such repository',
    ],
    [
      'a token that is refused',
      'failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://auth.test/token: 403 Forbidden',
      'the registry refuses access: credentials are missing or wrong, or there is no such repository',
    ],
    [
      'rate limit',
      '429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.',
      "the registry's rate limit is reached",
    ],
    [
      'no name',
      'failed to do request: Head "https://registry.test/v2/web/manifests/9": dial tcp: lookup registry.test on 10.0.0.2:53: no such host',
      "the registry's name cannot be resolved",
    ],
    [
      'no way',
      'failed to do request: Head "https://registry.test/v2/": dial tcp 10.1.2.3:443: i/o timeout',
      'the registry cannot be reached',
    ],
    ['nobody there', 'dial tcp 10.1.2.3:5000: connect: connection refused', 'the registry cannot be reached'],
    [
      'own certificate',
      'tls: failed to verify certificate: x509: certificate signed by unknown authority',
      "the registry's certificate is not trusted, or it speaks no TLS",
    ],
    [
      'no TLS',
      'http: server gave HTTP response to HTTPS client',
      "the registry's certificate is not trusted, or it speaks no TLS",
    ],
    ['wrong platform', 'no match for platform in manifest: not found', "the image is not made for the node's platform"],
    ['full disk', 'write /var/lib/containerd/x: no space left on device', "the node's disk is full"],
    [
      'policy',
      'Source image rejected: A signature was required, but no signature exists',
      "the image's signature is not accepted",
    ],
  ])('%s', (_, message, meaning) => {
    expect(pullFailureOf(message, undefined)).toBe(meaning);
  });
  test('the name of the image gives no reason', () => {
    expect(pullFailureOf('Back-off pulling image "registry.test/denied/not found:403"', undefined)).toBe(
      'no reason was given',
    );
  });
  test('back-off says nothing, the event does', () => {
    const event = eventOn(pod(), { reason: 'Failed', message: 'Failed to pull image "web:1": no such host' });
    expect(pullFailureOf('Back-off pulling image "web:1"', event)).toBe("the registry's name cannot be resolved");
  });
  test('unknown words are passed on', () => {
    expect(pullFailureOf('Back-off pulling image "web:1": ErrImagePull: layers are cursed.', undefined)).toBe(
      'ErrImagePull: layers are cursed',
    );
  });
});
