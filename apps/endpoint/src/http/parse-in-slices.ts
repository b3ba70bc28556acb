import { isUtf8 } from 'node:buffer';
import { setImmediate as turn } from 'node:timers/promises';
import { parseJson } from './body.ts';

/** A smaller body is parsed in a millisecond. */
const SLICE_BYTES = 65_536;

const HEAD = /^\s*\{\s*"instances"\s*:\s*\[/;
const TAIL = /^\s*\}\s*$/;
/** Spaces before the first instance, at most. */
const HEAD_BYTES = 256;

const [QUOTE, ESCAPE, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Where the list of instances is cut: behind at least so many bytes, at commas between two instances. */
function* slices(body: Buffer, start: number): Generator<readonly [number, number]> {
  let from = start;
  let depth = 0;
  let isText = false;
  for (let at = start; at < body.byteLength; at += 1) {
    const byte = body[at];
    if (isText) {
      if (byte === ESCAPE) at += 1;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) depth += 1;
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      depth -= 1;
      if (depth < 0) {
        yield [from, at];
        return;
      }
    } else if (byte === COMMA && depth === 0 && at - from >= SLICE_BYTES) {
      yield [from, at];
      from = at + 1;
    }
  }
}

/** The instances of a body that holds them and nothing else; null if it is another one, or no JSON. */
async function parseInstances(body: Buffer): Promise<readonly unknown[] | null> {
  if (!isUtf8(body)) return null;
  const head = HEAD.exec(body.toString('latin1', 0, HEAD_BYTES));
  if (head === null) return null;
  const parts: (readonly unknown[])[] = [];
  let end = 0;
  for (const [from, to] of slices(body, head[0].length)) {
    let part: unknown;
    try {
      part = JSON.parse(`[${body.toString('utf8', from, to)}]`);
    } catch {
      return null;
    }
    // Nothing between two commas is nothing in a list of its own, but no JSON in the whole
    if (!Array.isArray(part) || part.length === 0) return null;
    parts.push(part);
    end = to;
    await turn();
  }
  const tail = body.toString('latin1', end);
  return tail.startsWith(']') && TAIL.test(tail.slice(1)) ? parts.flat() : null;
}

/** Large bodies are parsed one after the other, so that many of them keep others waiting for no longer than one. */
let before: Promise<unknown> = Promise.resolve();

/**
 * Parses a body as {@link parseJson} does; the list of instances of a large one slice by slice, with a turn of the
 * event loop after each.
 *
 * @throws RequestError 400
 */
export function parseInSlices(body: Buffer): Promise<unknown> {
  if (body.byteLength <= SLICE_BYTES) return Promise.resolve().then(() => parseJson(body));
  const parsed = before.then(async () => {
    const instances = await parseInstances(body);
    await turn();
    return instances === null || instances.length === 0 ? parseJson(body) : { instances };
  });
  before = parsed.catch(() => undefined);
  return parsed;
}
