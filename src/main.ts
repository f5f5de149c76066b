import { parseArgs } from 'node:util';
import { formatConfigErrors, readConfig } from './config/read-config.ts';
import { orShippedRecording } from './config/shipped-recording.ts';
import { createLogger } from './lib/logger.ts';
import { runUntilSignal } from './lib/process-life.ts';

const USAGE = `Serves Kubeclinic. All settings come from the environment; README.md lists them.

Usage: npm start
`;

const NOTHING_CONFIGURED =
  'No cluster is configured: the recorded cluster shop, which comes with Kubeclinic, is served. KUBECLINIC_RECORDINGS=DIR[,DIR] connects other recordings; live clusters come in a later version.';

/** EX_USAGE and EX_CONFIG of sysexits.h. */
const WRONG_ARGUMENTS = 64;
const WRONG_SETTINGS = 78;

/** What the arguments ask for; undefined when they are wrong, which was said then. */
function readArguments(): 'help' | 'serve' | undefined {
  try {
    const { values } = parseArgs({
      options: { help: { type: 'boolean', short: 'h' } },
      strict: true,
      allowPositionals: false,
    });
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
  const settings = readConfig();
  if ('errors' in settings) {
    process.stderr.write(`${formatConfigErrors(settings.errors)}\n`);
    process.exitCode = WRONG_SETTINGS;
    return;
  }
  const config = orShippedRecording(settings);
  // Only now: wrong settings are told before half a second of modules is loaded.
  const { createApp } = await import('./app.ts');
  const logger = createLogger({ level: config.logLevel, to: 1 });
  if (config !== settings) logger.info({ recordings: config.recordings }, NOTHING_CONFIGURED);
  runUntilSignal(createApp(config, { logger }), logger);
}

await main();
