import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, sendJson, startLoopback, temporaryFolder } from '@lf/test-doubles';
import { startCommand, type Running } from './run-command.ts';

/** The answer of `url`, as soon as something listens there. */
async function firstAnswer(url: string, server: Running): Promise<Response> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (server.child.exitCode !== null) break;
    const answer = await fetch(url, { headers: { 'x-request-id': 'shop-42' } }).catch(
      () => undefined,
    );
    if (answer !== undefined) return answer;
    await sleep(100);
  }
  throw new Error(`Nothing listens at ${url}:\n${server.output()}`);
}

/** The TCP ports that a process and its children listen on. */
function listeningPorts(pid: number): readonly number[] {
  const pids = [pid];
  for (const each of pids) {
    const children = readFileSync(`/proc/${each}/task/${each}/children`, 'utf8');
    pids.push(...children.split(' ').filter(Boolean).map(Number));
  }
  const sockets = new Set(
    pids.flatMap((each) =>
      readdirSync(`/proc/${each}/fd`).map((fd) => {
        try {
          return readlinkSync(`/proc/${each}/fd/${fd}`);
        } catch {
          return ''; // Closed meanwhile
        }
      }),
    ),
  );
  const LISTENING = '0A';
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((row) => row[3] === LISTENING && sockets.has(`socket:[${row[9]}]`))
      .map((row) => Number.parseInt(row[1]?.split(':')[1] ?? '', 16)),
  );
}

/** The status under another Host header, which fetch would not send. */
function statusUnder(host: string, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

test(
  'serves GET /predict on loopback from the endpoint set, until it is told to stop',
  { timeout: 90_000 },
  async () => {
    const endpoint = await startLoopback((response) =>
      sendJson(response, { predictions: [[0.25]] }),
    );
    onTestFinished(() => endpoint.close());
    const port = await freePort();
    const server = startCommand('serve', temporaryFolder(), {
      LF_API_PORT: port,
      LF_ENDPOINT_URL: endpoint.url,
    });
    onTestFinished(async () => {
      server.child.kill('SIGTERM');
      await server.exited;
    });
    const predict = `http://127.0.0.1:${port}/predict`;

    const answer = await firstAnswer(`${predict}?session=add,view,remove`, server);
    expect(answer.status, server.output()).toBe(200);
    expect(await answer.json()).toEqual({
      prediction: 0.25,
      scope: 'in_scope',
      time: expect.any(Number) as number,
      endpoint: endpoint.url,
    });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('x-request-id')).toBe('shop-42');

    // API Gateway joins a parameter given twice
    expect((await fetch(`${predict}?session=add&session=view`)).status).toBe(200);
    expect(JSON.parse(endpoint.received[1]?.body ?? '')).toHaveProperty('instances.0.length', 4);

    const refused = await fetch(`${predict}?session=buy`);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      code: 'unknown_action',
      allowed: expect.any(Array) as string[],
    });

    expect(await statusUnder('rebound.shop.example', predict)).toBe(403);
    // Lambda's own API, which asks for no Host, is no port
    expect(server.output()).toMatch(/\[http for lambda\] listening on .*\/lf-api-\w+\/lambda/);
    if (process.platform === 'linux') {
      expect(listeningPorts(server.child.pid ?? 0)).toEqual([Number(port)]);
    }

    const page = await fetch(new URL('/', predict));
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toContain('<title>Local Flow playground</title>');
    expect(server.output()).toContain(`Open: http://127.0.0.1:${port}/`);

    const preflight = await fetch(predict, { method: 'OPTIONS' });
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET');

    server.child.kill('SIGTERM');
    await server.exited;
    await expect(fetch(predict)).rejects.toThrow();
  },
);

test('a port that is taken ends it at once, exit code 1', { timeout: 90_000 }, async () => {
  const taken = await startLoopback((response) => response.end());
  onTestFinished(() => taken.close());
  const server = startCommand('serve', temporaryFolder(), { LF_API_PORT: new URL(taken.url).port });
  expect(await server.exited).toBe(1);
  expect(server.output()).toContain('another program has it');
});
