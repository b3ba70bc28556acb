import { connect } from 'node:net';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** What is written to one connection. */
export interface Writing {
  readonly parts: readonly Buffer[];
  /** Between two parts. */
  readonly pauseMs: number;
  /** How many answers are waited for; null: as many as come before it is silent for a while. */
  readonly expected: number | null;
  /** Whether the client goes away at once, its answers unread. */
  readonly isCut: boolean;
  /** Whether an answer has no body, as to HEAD. */
  readonly isHead: readonly boolean[];
}

/** So long no answer may take, whatever else is going on. */
const MOST_MS = 20_000;
const SILENT_MS = 150;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** The next answer in what has come, and how long it is; null if it has not come whole. */
function nextAnswer(
  bytes: Buffer,
  isHead: boolean,
): { readonly answer: RawAnswer; readonly length: number } | null {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end === -1) return null;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? Number.NaN);
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const hasBody = !isHead && status >= 200 && status !== 204;
  const start = end + END_OF_HEAD.length;
  const length = start + (hasBody ? Number(headers.get('content-length') ?? 0) : 0);
  if (bytes.length < length) return null;
  return { answer: { status, headers, body: bytes.subarray(start, length) }, length };
}

/**
 * Writes to a connection of its own and reads what is answered.
 *
 * @throws Error if no answer comes in time
 */
export function exchange(port: number, writing: Writing): Promise<readonly RawAnswer[]> {
  const { parts, pauseMs, expected, isCut, isHead } = writing;
  return new Promise((resolve, reject) => {
    const answers: RawAnswer[] = [];
    let rest: Buffer = Buffer.alloc(0);
    let silence: NodeJS.Timeout | undefined;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const done = (error?: Error) => {
      clearTimeout(limit);
      clearTimeout(silence);
      socket.destroy();
      if (error) reject(error);
      else resolve(answers);
    };
    const limit = setTimeout(() => {
      done(new Error(`no answer within ${MOST_MS} ms: ${answers.length} of ${String(expected)}`));
    }, MOST_MS);
    const listen = () => {
      clearTimeout(silence);
      if (expected === null) silence = setTimeout(() => done(), SILENT_MS);
      else if (answers.length >= expected) done();
    };
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (;;) {
        const next = nextAnswer(rest, isHead[answers.length] === true);
        if (next === null) break;
        rest = rest.subarray(next.length);
        // What is said before the answer: 100 Continue
        if (next.answer.status >= 200) answers.push(next.answer);
      }
      listen();
    });
    // A server that has refused a request may close while the client still writes
    socket.on('error', () => undefined);
    socket.once('close', () => done());
    const write = async () => {
      for (const part of parts) {
        if (socket.destroyed) return;
        socket.write(part);
        if (pauseMs > 0) await new Promise((next) => setTimeout(next, pauseMs));
      }
      if (isCut) setImmediate(() => done());
      else listen();
    };
    socket.once('connect', () => void write());
  });
}
