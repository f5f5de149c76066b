import type { Config } from './config.ts';
import type { SettingSchema } from './setting-schemas.ts';
import * as schemas from './setting-schemas.ts';

/** One setting: how it is named, what it means, what is accepted, and how its text is read. */
export interface Setting<T> {
  readonly variable: string;
  /** As it would be written in the environment; undefined: no value at all. */
  readonly default: string | undefined;
  /** One or two sentences for the README's table. */
  readonly description: string;
  /** Completes "Accepted: …". */
  readonly accepted: string;
  readonly schema: SettingSchema<T>;
}

/** Every setting there is, in the order in which people think of them. README's table and the error texts come from here. */
export const SETTINGS: { readonly [K in keyof Config]: Setting<Exclude<Config[K], undefined>> } = {
  host: {
    variable: 'KUBECLINIC_HOST',
    default: '127.0.0.1',
    description:
      'Address to listen on. On a loopback address without tokens whoever can reach it is ADMIN. Any other address needs KUBECLINIC_TOKENS_FILE or KUBECLINIC_ALLOW_ANONYMOUS=true.',
    accepted: 'an IP address or a host name, without port or brackets',
    schema: schemas.listenHost,
  },
  port: {
    variable: 'KUBECLINIC_PORT',
    default: '4000',
    description: 'Port to listen on; 0 takes a free one, which the log names.',
    accepted: 'a whole number from 0 to 65535',
    schema: schemas.wholeNumber(0, 65_535),
  },
  logLevel: {
    variable: 'KUBECLINIC_LOG_LEVEL',
    default: 'info',
    description: 'Least severe level that is logged. Logs are JSON, one object a line, on standard output.',
    accepted: 'fatal, error, warn, info, debug, trace or silent',
    schema: schemas.oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
  },
  dataDir: {
    variable: 'KUBECLINIC_DATA_DIR',
    default: './.kubeclinic',
    description: 'Directory of the embedded Postgres and of the installation key.',
    accepted: 'a path; it is created when it is missing',
    schema: schemas.path,
  },
  databaseUrl: {
    variable: 'DATABASE_URL',
    default: undefined,
    description: 'Postgres to keep everything in. Without it an embedded Postgres runs in the data directory.',
    accepted: 'postgres://user:password@host:port/database, or the same with postgresql://',
    schema: schemas.databaseUrl,
  },
  recordings: {
    variable: 'KUBECLINIC_RECORDINGS',
    default: '',
    description:
      'Recorded clusters to serve. Each directory is a cluster of its name, at its last moment or at the one after the colon. Without any, `npm start` serves the recording `shop` that comes with Kubeclinic.',
    accepted: 'directories that exist, separated by commas, each DIR or DIR:MOMENT',
    schema: schemas.recordings,
  },
  tokensFile: {
    variable: 'KUBECLINIC_TOKENS_FILE',
    default: undefined,
    description:
      'File with one entry a token; with it every request needs a bearer token. It is read again when it changes. `npm run token` makes tokens.',
    accepted: 'a JSON file that can be read, an array of entries as `npm run token` prints them',
    schema: schemas.readableFile,
  },
  allowAnonymous: {
    variable: 'KUBECLINIC_ALLOW_ANONYMOUS',
    default: 'false',
    description:
      'Lets requests without a token in as the viewer `anonymous`, who may read everything and start nothing (role VIEWER). On a loopback address without tokens it changes nothing.',
    accepted: 'true or false',
    schema: schemas.trueOrFalse,
  },
  allowedHosts: {
    variable: 'KUBECLINIC_ALLOWED_HOSTS',
    default: '',
    description:
      'Host names under which the server may be asked, beside loopback ones and KUBECLINIC_HOST. Others are refused, so that no web page can rebind its name to the server.',
    accepted: 'host names without port, separated by commas',
    schema: schemas.hostNames,
  },
  corsOrigins: {
    variable: 'KUBECLINIC_CORS_ORIGINS',
    default: '',
    description: "Origins of web pages that may ask the server, beside its own. Other pages' requests are refused.",
    accepted: 'exact origins such as https://portal.example, separated by commas; no path, no *',
    schema: schemas.origins,
  },
  rateLimit: {
    variable: 'KUBECLINIC_RATE_LIMIT',
    default: '600',
    description:
      'Requests and WebSocket operations that one viewer (without a token: one address) may make per minute; 0 sets no limit.',
    accepted: 'a whole number from 0 to 1000000',
    schema: schemas.wholeNumber(0, 1_000_000),
  },
};

/** README's table of settings. */
export function settingsTable(): string {
  const rows = Object.values(SETTINGS).map((setting: Setting<unknown>) => {
    const cells = [
      `\`${setting.variable}\``,
      setting.default ? `\`${setting.default}\`` : '',
      `${setting.description} Accepted: ${setting.accepted}.`,
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return ['| Variable | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n');
}
