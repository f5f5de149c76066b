import { expect, it } from 'vitest';
import { SETTINGS, settingsTable } from '#src/config/settings.ts';

it('every default is accepted by its own schema', () => {
  const refused = Object.values(SETTINGS)
    .filter((setting) => setting.default !== undefined && !setting.schema.safeParse(setting.default).success)
    .map((setting) => setting.variable);
  expect(refused).toEqual([]);
});

it('the table for the README has a row for each setting, with its default and what is accepted', () => {
  const lines = settingsTable().split('\n');
  expect(lines.slice(0, 2)).toEqual(['| Variable | Default | Meaning |', '| --- | --- | --- |']);
  expect(lines.length).toBe(2 + Object.keys(SETTINGS).length);
  expect(lines[3]).toBe(
    '| `KUBECLINIC_PORT` | `4000` | Port to listen on; 0 takes a free one, which the log names. Accepted: a whole number from 0 to 65535. |',
  );
  expect(lines[6]).toContain('| `DATABASE_URL` |  | Postgres to keep');
});
