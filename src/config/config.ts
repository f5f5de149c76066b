/** Where a recording lies and which of its moments is served; undefined: the last. */
export interface RecordingConfig {
  readonly directory: string;
  readonly moment: string | undefined;
}

/** All settings, read once from the environment; nothing else reads it. */
export interface Config {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly recordings: readonly RecordingConfig[];
  readonly tokensFile: string | undefined;
  readonly allowAnonymous: boolean;
  /** Host names (without port) accepted beside loopback ones. */
  readonly allowedHosts: readonly string[];
  /** Origins accepted beside our own. */
  readonly corsOrigins: readonly string[];
}
