import { readFileSync } from 'node:fs';
import { parseTokens } from '#src/access/parse-tokens.ts';
import { isLoopback } from '#src/lib/loopback.ts';
import { nearestWord } from '#src/lib/nearest-word.ts';
import type { Config } from './config.ts';
import { injectedVariables } from './injected-variables.ts';
import { SETTINGS, type Setting } from './settings.ts';

/** One wrong setting. The texts never show the value of a secret one. */
export interface ConfigError {
  readonly variable: string;
  /** What was wrong; a sentence. */
  readonly problem: string;
  /** What is accepted; completes "Accepted: …". */
  readonly accepted: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'KUBECLINIC_';
const VARIABLES: readonly string[] = Object.values(SETTINGS).map((setting) => setting.variable);
const SUFFIXES = VARIABLES.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));

function unknownVariables(env: Environment, injected: ReadonlySet<string>): ConfigError[] {
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !VARIABLES.includes(name) && !injected.has(name))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((variable) => {
      // Without the prefix, which would make all of them alike.
      const near = nearestWord(variable.slice(PREFIX.length), SUFFIXES);
      return {
        variable,
        problem: `There is no such setting${near === undefined ? '' : `; the nearest one is ${PREFIX}${near}`}.`,
        accepted: `a variable beginning with ${PREFIX} only where the settings list it`,
      };
    });
}

function crossChecks(config: Partial<Config>): ConfigError[] {
  const errors: ConfigError[] = [];
  const { host, tokensFile, allowAnonymous } = config;
  // Each part is undefined also when it was wrong itself; then that error comes first and this one would only confuse.
  if (
    host !== undefined &&
    !isLoopback(host) &&
    'tokensFile' in config &&
    tokensFile === undefined &&
    allowAnonymous === false
  ) {
    errors.push({
      variable: SETTINGS.host.variable,
      problem: `${JSON.stringify(host)} can be reached from other machines, and nothing says who may come in.`,
      accepted: `a loopback address such as 127.0.0.1, or any address together with ${SETTINGS.tokensFile.variable} or ${SETTINGS.allowAnonymous.variable}=true`,
    });
  }
  if (tokensFile !== undefined) {
    const parsed = parseTokens(readFileSync(tokensFile, 'utf8'));
    if ('errors' in parsed) {
      for (const problem of parsed.errors) {
        errors.push({ variable: SETTINGS.tokensFile.variable, problem, accepted: SETTINGS.tokensFile.accepted });
      }
    }
  }
  return errors;
}

/**
 * Reads all settings, or tells everything that is wrong with them at once. An empty value counts as unset, because
 * compose files write `${NAME:-}`. Touches the disk to see that named files and directories are there; starts nothing.
 */
export function readConfig(env: Environment = process.env): Config | { readonly errors: readonly ConfigError[] } {
  const injected = injectedVariables(env);
  const errors = unknownVariables(env, injected);
  const values: Partial<Record<keyof Config, unknown>> = {};
  for (const [key, setting] of Object.entries(SETTINGS) as [keyof Config, Setting<unknown>][]) {
    const given = injected.has(setting.variable) ? undefined : env[setting.variable]?.trim();
    const text = given === undefined || given === '' ? setting.default : given;
    const result = text === undefined ? ({ success: true, data: undefined } as const) : setting.schema.safeParse(text);
    if (result.success) values[key] = result.data;
    else
      for (const { message } of result.error.issues)
        errors.push({ variable: setting.variable, problem: message, accepted: setting.accepted });
  }
  // Each value has passed the schema that SETTINGS' type ties to its key; the loop loses that tie.
  const config = values as Partial<Config>;
  errors.push(...crossChecks(config));
  return errors.length > 0 ? { errors } : (config as Config);
}

/** All errors as text for a terminal, one a line. */
export function formatConfigErrors(errors: readonly ConfigError[]): string {
  const lines = errors.map((error) => `  ${error.variable}: ${error.problem} Accepted: ${error.accepted}.`);
  return [
    `Kubeclinic was not started: ${errors.length} ${errors.length === 1 ? 'problem' : 'problems'} with its settings.`,
    ...lines,
  ].join('\n');
}
