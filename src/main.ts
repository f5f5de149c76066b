import { parseArgs } from 'node:util';
import { formatConfigErrors, readConfig } from './config/read-config.ts';
import { createLogger } from './lib/logger.ts';
import { runUntilSignal } from './lib/process-life.ts';

const USAGE = `Serves Kubeclinic. All settings come from the environment; README.md lists them.

Usage: npm start
`;

/** EX_USAGE and EX_CONFIG of sysexits.h. */
const WRONG_ARGUMENTS = 64;
const WRONG_SETTINGS = 78;

/** What the arguments ask for; undefined when they are wrong, which was said then. */
function readArguments(): 'help' | 'serve' | undefined {
  try {
    const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } }, strict: true, allowPositionals: false });
    return values.help === true ? 'help' : 'serve';
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return undefined;
  }
}

async function main(): Promise<void> {
  const wish = readArguments();
  if (wish === undefined) {
    process.exitCode = WRONG_ARGUMENTS;
    return;
  }
  if (wish === 'help') {
    process.stdout.write(USAGE);
    return;
  }
  const config = readConfig();
  if ('errors' in config) {
    process.stderr.write(`${formatConfigErrors(config.errors)}\n`);
    process.exitCode = WRONG_SETTINGS;
    return;
  }
  // Only now: wrong settings are told before half a second of modules is loaded.
  const { createApp } = await import('./app.ts');
  const logger = createLogger({ level: config.logLevel, to: 1 });
  runUntilSignal(createApp(config, { logger }), logger);
}

await main();
