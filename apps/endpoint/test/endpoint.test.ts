import { unpackBundle } from '@lf/contract';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  challengeEndpoint,
  invoke,
  listEndpoints,
  promoteChallenger,
  rollbackEndpoint,
  startLocalEndpoint,
  stopEndpoint,
} from '@lf/deploy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpointCommand } from '../src/index.ts';
import { RunningProgram } from './running-program.ts';
import { oneHot, tinyBundle, tinyCases, type Case } from './tiny-bundle.ts';

let folder: string;
let bundlePath: string;
let cases: Case[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-endpoint-'));
  bundlePath = join(folder, 'model.tar.gz');
  await writeFile(bundlePath, await tinyBundle());
  cases = await tinyCases();
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('a serving endpoint', () => {
  let program: RunningProgram;
  beforeAll(async () => {
    program = await new RunningProgram(['--bundle', bundlePath, '--port', '0']).ready();
  });
  afterAll(async () => {
    program.child.kill('SIGTERM');
    expect(await program.exit).toBe(0);
  });

  it('answers /ping with 200, on loopback', async () => {
    const response = await fetch(`${program.url}/ping`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ready' });
    expect(program.log[0]).toMatchObject({ event: 'listening', host: '127.0.0.1' });
  });

  it("answers with the equations' probabilities, one session and all in one batch of mixed length", async () => {
    const instances = cases.map(({ actions }) => oneHot(actions));
    const together = await invoke({ url: program.url, instances });
    for (const [index, { probability }] of cases.entries()) {
      const [alone] = await invoke({ url: program.url, instances: [instances[index]] });
      expect(alone?.[0]).toBeCloseTo(probability, 6);
      expect(together[index]?.[0]).toBeCloseTo(probability, 6);
    }
  });

  it('masks rows of zeros at the end and in between', async () => {
    const { actions, probability } = cases[2]!;
    const padded = oneHot([-1, ...actions.flatMap((action) => [action, -1])]);
    const [[masked] = []] = await invoke({ url: program.url, instances: [padded] });
    expect(masked).toBeCloseTo(probability, 6);
  });

  it('keeps the request id of the client, or makes one, and logs it without the session', async () => {
    const body = JSON.stringify({ instances: [oneHot([0, 2, 1])] });
    const named = await program.post(body, { 'x-request-id': 'order-66' });
    expect(named.headers.get('x-request-id')).toBe('order-66');
    const line = await program.until(({ requestId }) => requestId === 'order-66');
    expect(Object.keys(line).sort()).toEqual(
      'durationMs event instances level method requestId route status time'.split(' ').sort(),
    );
    const unnamed = await program.post(body, { 'x-request-id': 'x'.repeat(200) });
    expect(unnamed.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  const event = oneHot([0])[0]!;
  const instances = (value: unknown) => JSON.stringify({ instances: value });
  it.each([
    ['no body', '', 400, 'body_missing'],
    ['malformed JSON', '{"instances": [', 400, 'json_malformed'],
    ['NaN', '{"instances": [[[NaN,0,0,0,0,0,0]]]}', 400, 'json_malformed'],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400, 'json_malformed'],
    ['a list', '[]', 400, 'instances_missing'],
    ['null', 'null', 400, 'instances_missing'],
    ['another key', '{"inputs": []}', 400, 'instances_missing'],
    ['instances that are no list', instances('add,view'), 400, 'instances_invalid'],
    ['no instance', instances([]), 400, 'instances_invalid'],
    ['an empty instance', instances([[]]), 400, 'instance_invalid'],
    ['an instance that is no list', instances([[event], 3]), 400, 'instance_invalid'],
    ['events that are codes', instances([[0, 2, 1]]), 400, 'event_invalid'],
    ['rows of six', instances([[[1, 0, 0, 0, 0, 0]]]), 400, 'event_invalid'],
    ['rows of eight', instances([[[1, 0, 0, 0, 0, 0, 0, 0]]]), 400, 'event_invalid'],
    ['two ones', instances([[[1, 1, 0, 0, 0, 0, 0]]]), 400, 'event_invalid'],
    ['a half', instances([[[0.5, 0, 0, 0, 0, 0, 0]]]), 400, 'event_invalid'],
    ['null for a number', instances([[[null, 0, 0, 0, 0, 0, 1]]]), 400, 'event_invalid'],
    ['text for a number', instances([[['1', 0, 0, 0, 0, 0, 0]]]), 400, 'event_invalid'],
    ['infinity', '{"instances": [[[1e999,0,0,0,0,0,0]]]}', 400, 'event_invalid'],
    ['10,000 events', instances([new Array(10_000).fill(event)]), 413, 'instance_too_long'],
    ['1,025 instances', instances(new Array(1_025).fill([event])), 413, 'too_many_instances'],
    [
      'one long instance among many',
      instances([new Array(4_096).fill(event), ...new Array<unknown>(100).fill([event])]),
      413,
      'batch_too_large',
    ],
    ['seven megabytes', ' '.repeat(7 * 2 ** 20), 413, 'body_too_large'],
  ])('refuses %s', async (_what, body, status, code) => {
    const response = await program.post(body);
    expect(await response.json()).toEqual({
      error: { code, message: expect.any(String) as string },
    });
    expect(response.status).toBe(status);
  });

  it('says where a request is wrong', async () => {
    const response = await program.post(instances([[event], [event, event, [0]]]));
    expect(await response.json()).toMatchObject({
      error: { message: 'instances[1][2]: expected a one-hot list of 7 numbers.' },
    });
  });

  it.each([
    [{ 'content-type': 'text/csv' }, 'content_type_unsupported'],
    [{ 'content-type': 'application/json; charset=latin1' }, 'content_type_unsupported'],
    [{ 'content-encoding': 'gzip' }, 'content_encoding_unsupported'],
  ])('refuses %j with 415', async (headers, code) => {
    const response = await program.post('{}', headers);
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  it('takes a content type with a charset of UTF-8', async () => {
    const body = instances([oneHot([0, 1])]);
    const response = await program.post(body, {
      'content-type': 'Application/JSON; charset=UTF-8',
    });
    expect(response.status).toBe(200);
  });

  it.each([
    ['GET', '/', 404, 'path_unknown'],
    ['GET', '/__proto__', 404, 'path_unknown'],
    ['GET', '/invocations', 405, 'method_not_allowed'],
    ['POST', '/ping', 405, 'method_not_allowed'],
  ])('answers %s %s with %i', async (method, path, status, code) => {
    const response = await fetch(program.url + path, { method });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
  });

  it('refuses a chunked body that grows too large, and one that promises to be huge', async () => {
    const answer = (headers: Record<string, string | number>, chunks: readonly Buffer[]) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = httpRequest(
          `${program.url}/invocations`,
          { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
          (response: IncomingMessage) => {
            response.resume();
            resolve(response.statusCode);
            asked.destroy();
          },
        );
        asked.on('error', reject);
        for (const chunk of chunks) asked.write(chunk);
        if (chunks.length > 0) asked.end();
        else asked.flushHeaders();
      });
    const megabyte = Buffer.alloc(2 ** 20, ' ');
    expect(await answer({}, new Array<Buffer>(7).fill(megabyte))).toBe(413);
    expect(await answer({ 'content-length': 2 ** 40 }, [])).toBe(413);
  });

  it('answers what is not HTTP with 400, and outlives a client that goes away', async () => {
    const port = Number(new URL(program.url).port);
    const stranger = connect(port, '127.0.0.1');
    stranger.write('hello\r\n\r\n');
    expect(await text(stranger)).toMatch(/^HTTP\/1.1 400 [^]*"http_malformed"/);
    const leaver = connect(port, '127.0.0.1');
    leaver.write(
      'POST /invocations HTTP/1.1\r\nhost: localhost\r\nx-request-id: leaver\r\n' +
        'content-type: application/json\r\ncontent-length: 100\r\n\r\n{',
      () => leaver.destroy(),
    );
    const line = await program.until(({ requestId }) => requestId === 'leaver');
    expect(line).toMatchObject({ code: 'client_gone', status: null });
    expect((await fetch(`${program.url}/ping`)).status).toBe(200);
  });
});

describe('starting', () => {
  it('serves an unpacked bundle', async () => {
    const unpacked = join(folder, 'unpacked');
    await unpackBundle(bundlePath, unpacked);
    const program = await new RunningProgram(['--bundle', unpacked, '--port', '0']).ready();
    const [first] = cases;
    const predictions = await invoke({ url: program.url, instances: [oneHot(first!.actions)] });
    expect(predictions[0]?.[0]).toBeCloseTo(first!.probability, 6);
    program.child.kill('SIGINT');
    expect(await program.exit).toBe(0);
  });

  it('reads its bundle again on SIGHUP', async () => {
    const path = join(folder, 'current.tar.gz');
    await writeFile(path, await tinyBundle({ seed: 1 }));
    const program = await new RunningProgram(['--bundle', path, '--port', '0']).ready();
    await writeFile(path, await tinyBundle({ seed: 2 }));
    program.child.kill('SIGHUP');
    await program.until(({ event }) => event === 'reloaded');
    const seeds = program.log
      .filter(({ event }) => event === 'model_loaded')
      .map(({ seed }) => seed);
    expect(seeds).toEqual([1, 2]);
    expect((await program.post(JSON.stringify({ instances: [oneHot([0, 1])] }))).status).toBe(200);
    program.child.kill('SIGTERM');
    expect(await program.exit).toBe(0);
  });

  it('refuses half a bundle with its reason and exit code 1', async () => {
    const path = join(folder, 'half.tar.gz');
    await writeFile(path, (await tinyBundle()).subarray(0, 900));
    const program = new RunningProgram(['--bundle', path, '--port', '0']);
    expect(await program.exit).toBe(1);
    expect(program.log.at(-1)).toMatchObject({
      event: 'failed',
      level: 'error',
      code: 'bundle_unreadable',
    });
  });

  it('names a taken port', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const address = holder.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const program = new RunningProgram(['--bundle', bundlePath], {
      LF_ENDPOINT_PORT: String(port),
    });
    expect(await program.exit).toBe(1);
    expect(program.log.at(-1)).toMatchObject({
      code: 'port_taken',
      message: expect.stringContaining(`127.0.0.1:${port}: the port is taken`) as string,
    });
    holder.close();
  });

  it('explains a wrong command line with exit code 2', async () => {
    const program = new RunningProgram(['--prot', '8080']);
    expect(await program.exit).toBe(2);
    expect(program.stderr).toMatch(/^lf-endpoint: .*--prot[^]*--port <0..65535>/);
  });
});

describe('stopping', () => {
  it('drains: the request in flight is answered, /ping says no, soon nobody new gets in', async () => {
    const program = await new RunningProgram(['--bundle', bundlePath, '--port', '0']).ready();
    const [first] = cases;
    const body = JSON.stringify({ instances: [oneHot(first!.actions)] });
    const port = Number(new URL(program.url).port);
    const pinger = connect(port, '127.0.0.1');
    pinger.write('GET /ping HTTP/1.1\r\nhost: localhost\r\n');
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /invocations HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n' +
        `content-length: ${body.length}\r\n\r\n${body.slice(0, 10)}`,
    );
    await (await fetch(`${program.url}/ping`)).text();
    program.child.kill('SIGTERM');
    await program.until(({ event }) => event === 'draining');
    const isOpen = () =>
      fetch(`${program.url}/ping`).then(
        ({ status }) => expect(status).toBe(503),
        () => null,
      );
    while ((await isOpen()) !== null);
    pinger.write('\r\n');
    expect(await text(pinger)).toMatch(/^HTTP\/1.1 503 [^]*"draining"/);
    socket.write(body.slice(10));
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1.1 200 OK[^]*connection: close[^]*"predictions":\[\[0\.63/i);
    expect(await program.exit).toBe(0);
    expect(program.log.at(-1)).toMatchObject({ event: 'stopped' });
  });

  it('cuts off a request that does not end in time', async () => {
    const flags = ['--bundle', bundlePath, '--port', '0', '--drain-ms', '100'];
    const program = await new RunningProgram(flags).ready();
    const socket = connect(Number(new URL(program.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST /invocations HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n');
    await (await fetch(`${program.url}/ping`)).text();
    program.child.kill('SIGTERM');
    expect(await program.exit).toBe(0);
    expect(program.log).toContainEqual(expect.objectContaining({ event: 'drain_cut_off' }));
    socket.destroy();
  });
});

describe('as a local endpoint of @lf/deploy', () => {
  it('takes another version into its process, tries a challenger, promotes it and goes back', async () => {
    const stateDirectory = join(folder, 'managed');
    const bundle = async (seed: number) => {
      const path = join(folder, `version-${seed}.tar.gz`);
      await writeFile(path, await tinyBundle({ seed }));
      return path;
    };
    const command = [...endpointCommand(), '--manage'];
    const start = async (seed: number, port?: number) =>
      startLocalEndpoint({
        name: `intent-${seed}-endpoint`,
        command,
        bundlePath: await bundle(seed),
        stateDirectory,
        ...(port !== undefined && { port }),
      });
    const first = await start(1);
    const second = await start(2, first.port);
    expect(second).toMatchObject({ pid: first.pid, port: first.port });
    const endpoint = { name: second.name, stateDirectory };
    const served = async (): Promise<unknown> =>
      (await fetch(`${second.url}/models/default`)).json();
    expect(await served()).toMatchObject({ modelUrl: second.bundlePath });
    const foreign = join(folder, 'other-inputs.tar.gz');
    const inputs = [{ name: 'x', dtype: 'float32' as const, shape: ['n', 'time', 7] }];
    await writeFile(foreign, await tinyBundle({ inputs }));
    await expect(
      challengeEndpoint({ ...endpoint, bundlePath: foreign, share: 0.5 }),
    ).rejects.toMatchObject({ code: 'model_refused_by_endpoint' });
    const third = await bundle(3);
    await challengeEndpoint({ ...endpoint, bundlePath: third, share: 0.5 });
    expect(await served()).toMatchObject({ challenger: { modelUrl: third, share: 0.5 } });
    await promoteChallenger(endpoint);
    expect(await served()).toMatchObject({ modelUrl: third, challenger: null });
    await rollbackEndpoint(endpoint);
    expect(await served()).toMatchObject({ modelUrl: second.bundlePath });
    expect(await stopEndpoint(endpoint)).toBe('stopped');
  });

  it('is started, listed as live, replaced on its port, dead when killed, and stopped', async () => {
    const stateDirectory = join(folder, 'endpoints');
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const address = probe.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await new Promise((resolve) => probe.close(resolve));
    const command = endpointCommand();
    const start = (name: string) =>
      startLocalEndpoint({ name, command, bundlePath, stateDirectory, port });
    await start('intent-1-endpoint');
    const record = await start('intent-2-endpoint');
    expect(record.port).toBe(port);
    expect(await listEndpoints({ stateDirectory })).toEqual([{ ...record, status: 'live' }]);
    const [first] = cases;
    const predictions = await invoke({ url: record.url, instances: [oneHot(first!.actions)] });
    expect(predictions[0]?.[0]).toBeCloseTo(first!.probability, 6);
    process.kill(record.pid, 'SIGKILL');
    for (;;) {
      const [listed] = await listEndpoints({ stateDirectory });
      if (listed?.status === 'dead') break;
    }
    expect(await stopEndpoint({ name: record.name, stateDirectory })).toBe('was_dead');
  });
});
