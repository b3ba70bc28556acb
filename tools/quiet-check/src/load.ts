import { readFileSync } from 'node:fs';

/** node load.ts FILE: asks the endpoint whose address a flow printed into FILE. */
const REQUESTS = 4_000;
const AT_ONCE = 8;

const [, , said = ''] = process.argv;
const url = /(http:\/\/127\.0\.0\.1:\d+)\/predict\?session=[^'\s]+/.exec(
  readFileSync(said, 'utf8'),
)?.[0];
if (url === undefined) throw new Error(`${said} names no address of an endpoint`);

async function ask(target: string): Promise<void> {
  for (let sent = 0; sent < REQUESTS / AT_ONCE; sent += 1) {
    const response = await fetch(target);
    if (!response.ok) throw new Error(`${target}: ${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, () => ask(url)));
process.stdout.write(`${REQUESTS} requests answered at ${url}\n`);
