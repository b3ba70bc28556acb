import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const VERDICTS = fileURLToPath(new URL('verdicts.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** What verdicts.ts tells on a machine in this zone. */
async function verdictsIn(zone: string): Promise<object> {
  const args = ['--import', TSX, '--conditions=@lf/source', VERDICTS];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, TZ: zone },
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout) as object;
}

describe('The time zone of the machine', () => {
  const inUtc = verdictsIn('UTC');

  it.each(['Europe/Berlin', 'America/New_York', 'Asia/Kolkata'])(
    'decides nothing in %s',
    async (zone) => {
      expect(await verdictsIn(zone)).toEqual(await inUtc);
    },
    120_000,
  );

  it('keeps nothing from being judged', async () => {
    const told: object = await inUtc;
    const lists = Object.values(told).filter((each) => Array.isArray(each));
    expect(JSON.stringify(lists).match(/"error":(?!null)/)).toBeNull();
    // The greatest time is not up to 2020-01-01
    expect(told).toHaveProperty('parquet.0.success', false);
  }, 120_000);

  it('leaves the connection of a caller in the zone that it had', async () => {
    expect(await inUtc).toMatchObject({ zoneAfter: [['Asia/Tokyo']] });
  }, 120_000);
});
