/** For answers that are data: nothing in them is to be run, framed or kept. */
export const DATA_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/**
 * For the page with the query editor. Scripts: our own files, and the inline ones of these hashes (`'sha256-…'`).
 * Styles may be inline because the editor sets them while it runs; workers are made from blobs of our own files.
 */
export function pageHeaders(scriptHashes: readonly string[]): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    `script-src ${["'self'", ...scriptHashes].join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return { ...DATA_HEADERS, 'content-security-policy': policy.join('; '), 'cross-origin-opener-policy': 'same-origin' };
}
