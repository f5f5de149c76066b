import { parseArgs } from 'node:util';

export const DEMO_USAGE = `Usage: npm run demo [-- --once]

  --once   exits when the tables are printed, instead of serving until Ctrl-C
`;

/** Reads the command line of `demo`; a text is what was wrong with it. */
export function parseDemoArguments(
  args: readonly string[],
): { readonly once: boolean; readonly help: boolean } | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { once: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
    });
    return { once: values.once, help: values.help };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
