import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** An S3 server on loopback. */
export interface RunningServer {
  readonly name: 'moto' | 's3proxy';
  readonly endpoint: string;
  stop(): void;
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const LONGEST_START_MS = 60_000;

/** Makes the virtual environment of a folder of tools/ unless it is there. */
export function ensureVenv(tool: 'conformance-s3' | 'rapids'): void {
  const script = at('../../workspace/src/python/venv.sh');
  execFileSync('bash', [script, at(`../../${tool}`)], { stdio: ['ignore', 'inherit', 'inherit'] });
}

/** moto, the double of AWS in Python: right in all that a datastore needs. */
export async function startMoto(): Promise<RunningServer> {
  ensureVenv('conformance-s3');
  const port = await freePort();
  const program = at('../.venv/bin/moto_server');
  return started('moto', port, program, ['-H', '127.0.0.1', '-p', String(port)]);
}

/** S3Proxy in Java: ignores conditional writes. Undefined where there is no Java or no Maven to fetch it with. */
export async function startS3Proxy(scratch: string): Promise<RunningServer | undefined> {
  if (!isOnPath('java') || !isOnPath('mvn')) return undefined;
  const jars = at('../.venv/s3proxy');
  if (!existsSync(jars) || readdirSync(jars).length === 0) {
    execFileSync(
      'mvn',
      [
        '-q',
        '-f',
        at('../s3proxy/pom.xml'),
        'dependency:copy-dependencies',
        `-DoutputDirectory=${jars}`,
      ],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
  }
  const port = await freePort();
  const folder = join(scratch, 's3proxy');
  mkdirSync(folder);
  const properties = {
    's3proxy.endpoint': `http://127.0.0.1:${port}`,
    's3proxy.authorization': 'aws-v2-or-v4',
    's3proxy.identity': 'test',
    's3proxy.credential': 'test',
    's3proxy.ignore-unknown-headers': 'true',
    'jclouds.identity': 'x',
    'jclouds.credential': 'x',
    'jclouds.provider': 'transient-nio2',
  };
  const file = join(scratch, 's3proxy.properties');
  writeFileSync(
    file,
    Object.entries(properties)
      .map((entry) => entry.join('='))
      .join('\n'),
  );
  return started('s3proxy', port, 'java', [
    `-Dlogback.configurationFile=${at('../s3proxy/logback.xml')}`,
    ...['-cp', `${jars}/*`, 'org.gaul.s3proxy.Main', '--properties', file],
  ]);
}

/** Starts a server and waits until it answers. */
export async function started(
  name: RunningServer['name'],
  port: number,
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<RunningServer> {
  const child = spawn(program, args, { stdio: 'ignore', env: { ...process.env, ...environment } });
  const endpoint = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + LONGEST_START_MS;
  while (!(await answers(endpoint))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill();
      throw new Error(`${name} did not start: ${program} ${args.join(' ')}`);
    }
    await sleep(100);
  }
  return { name, endpoint, stop: () => void child.kill() };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, program)));
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
