import { parseArgs } from 'node:util';

export const DEMO_USAGE = `Usage: npm run demo [-- --once]

  --once   exits when the tables are printed, instead of serving until Ctrl-C
`;

/** Reads the command line of `demo`; a text is what was wrong with it. */
export function parseDemoArguments(args: readonly string[]): { readonly once: boolean } | string {
  try {
    const { values } = parseArgs({ args: [...args], options: { once: { type: 'boolean', default: false } } });
    return { once: values.once };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
