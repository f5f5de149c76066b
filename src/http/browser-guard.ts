import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from '#src/lib/loopback.ts';

/** What a route is to a browser. PAGE: may be opened from a link elsewhere. PROBE: asked by kubelets and scrapers under any Host. */
export type Surface = 'API' | 'PAGE' | 'PROBE';

/** What of a request the guard looks at. */
interface RequestHead {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly surface: Surface;
}

type Judgement =
  | {
      readonly allowed: true;
      /** False on a PROBE under a strange Host: then nobody is trusted for where the request came from, only for a token. */
      readonly hostTrusted: boolean;
      /** The other origin that may read the answer. */
      readonly corsOrigin: string | undefined;
    }
  | { readonly allowed: false; readonly code: 'MISDIRECTED_REQUEST' | 'FORBIDDEN'; readonly message: string };

/** Keeps web pages elsewhere from acting with the rights of whoever runs the browser. */
export interface BrowserGuard {
  judge(head: RequestHead): Judgement;
}

/** The host name of a Host header without port and brackets, lower case; undefined when it is none. */
function hostName(host: string | undefined): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host ?? '');
  return (match?.[1] ?? match?.[2])?.toLowerCase().replace(/\.$/, '');
}

/** Whether a page of this origin was served under this very Host, port included. The scheme may differ: a proxy may end TLS. */
function isOwnOrigin(origin: string, host: string): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined || url.origin !== origin || !/^https?:$/.test(url.protocol)) return false;
  const own = `${url.protocol}//${host}`;
  return URL.canParse(own) && new URL(own).host === url.host;
}

function shown(value: string): string {
  return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value);
}

/** A person followed a link to a page of ours, in the window itself. */
function opensPage({ method, headers, surface }: RequestHead): boolean {
  const isReading = method === 'GET' || method === 'HEAD';
  return (
    surface === 'PAGE' &&
    isReading &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  );
}

function refuse(code: 'MISDIRECTED_REQUEST' | 'FORBIDDEN', message: string): Judgement {
  return { allowed: false, code, message };
}

/**
 * Makes the guard. It refuses
 * - a Host that is neither loopback nor named: a page can point its own name at 127.0.0.1 (DNS rebinding), and only the
 *   Host header then tells that the browser believes to talk to that page's server;
 * - an Origin that is neither this server's own (host and port as in Host) nor named; `null` is nobody's;
 * - without Origin, what the browser itself calls cross-site or same-site (another port of localhost is "same-site"):
 *   images, scripts, frames and forms. Opening a page by following a link is let through.
 * Clients that are no browsers send neither Origin nor Sec-Fetch-Site and notice nothing.
 */
export function createBrowserGuard(options: {
  readonly listenHost: string;
  readonly allowedHosts: readonly string[];
  readonly corsOrigins: readonly string[];
}): BrowserGuard {
  const hosts = new Set([...options.allowedHosts, options.listenHost].map((host) => host.toLowerCase()));
  const origins = new Set(options.corsOrigins);

  function isTrusted(host: string | undefined): boolean {
    const name = hostName(host);
    return name !== undefined && (isLoopback(name) || hosts.has(name));
  }

  return {
    judge(head) {
      const { host, origin, 'sec-fetch-site': site } = head.headers;
      const hostTrusted = isTrusted(host);
      if (!hostTrusted && head.surface !== 'PROBE') {
        const which = host === undefined ? 'A request without a Host header' : `The host ${shown(host)}`;
        return refuse(
          'MISDIRECTED_REQUEST',
          `${which} is not answered here; the setting KUBECLINIC_ALLOWED_HOSTS names hosts that are.`,
        );
      }
      if (origin !== undefined) {
        if (origins.has(origin)) return { allowed: true, hostTrusted, corsOrigin: origin };
        if (isOwnOrigin(origin, host ?? '')) return { allowed: true, hostTrusted, corsOrigin: undefined };
        return refuse(
          'FORBIDDEN',
          `Pages of the origin ${shown(origin)} may not ask this server; the setting KUBECLINIC_CORS_ORIGINS names origins that may.`,
        );
      }
      const isFromElsewhere = site !== undefined && site !== 'same-origin' && site !== 'none';
      if (isFromElsewhere && !opensPage(head))
        return refuse('FORBIDDEN', 'Pages of other sites may not ask this server.');
      return { allowed: true, hostTrusted, corsOrigin: undefined };
    },
  };
}
