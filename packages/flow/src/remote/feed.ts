import type { Progress } from '../define/step.ts';
import { decodeJsonOrNull, isRecord } from '../store/json.ts';
import { attemptPrefix } from '../store/layout.ts';
import type { TaskAddress } from '../store/layout.ts';
import type { FlowStore } from '../store/store.ts';
import { parseError, parseProgress } from '../task/message.ts';
import type { AttemptEnd } from '../run/world.ts';

/** What an attempt on another machine tells whoever follows it, a line of JSON each. */
export type FeedEntry =
  | { readonly type: 'line'; readonly stream: 'stdout' | 'stderr'; readonly line: string }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'end'; readonly end: AttemptEnd };

/** An attempt, and how often the other machine has begun it: AWS Batch begins a job again when its machine was taken away. */
export interface FeedAddress extends TaskAddress {
  readonly attempt: number;
  readonly beginning: number;
}

const DIGITS = 6;

export const feedsPrefix = (of: TaskAddress & { readonly attempt: number }): string =>
  `${attemptPrefix(of, of.attempt)}feed/`;

const feedKey = (of: FeedAddress, part: number): string =>
  `${feedsPrefix(of)}${of.beginning}/${String(part).padStart(DIGITS, '0')}.jsonl`;

/** Lines are kept for so long before they are put: a put costs money, and who watches can wait a moment. */
const DEFAULT_FLUSH_MS = 2000;

/** Lines of so many characters are put at once. */
const FLUSH_CHARACTERS = 256 * 1024;

/** Writes what an attempt says into the store, in numbered parts. */
export class FeedWriter {
  readonly #store: FlowStore;
  readonly #address: FeedAddress;
  readonly #flushMs: number;
  #lines: string[] = [];
  #characters = 0;
  #progress: Progress | null = null;
  #parts = 0;
  #timer: NodeJS.Timeout | undefined;
  #written: Promise<void> = Promise.resolve();

  constructor(store: FlowStore, address: FeedAddress, flushMs = DEFAULT_FLUSH_MS) {
    this.#store = store;
    this.#address = address;
    this.#flushMs = flushMs;
  }

  line(stream: 'stdout' | 'stderr', line: string): void {
    this.#add({ type: 'line', stream, line });
  }

  /** Of several between two puts, the last one is told. */
  progress(progress: Progress): void {
    this.#progress = progress;
    this.#schedule();
  }

  /** Tells how the attempt ended, and resolves when all is in the store. */
  async end(end: AttemptEnd): Promise<void> {
    this.#flush();
    this.#add({ type: 'end', end });
    this.#flush();
    await this.#written;
  }

  #add(entry: FeedEntry): void {
    const text = JSON.stringify(entry);
    this.#lines.push(text);
    this.#characters += text.length;
    if (this.#characters >= FLUSH_CHARACTERS) this.#flush();
    else this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.#flush(), this.#flushMs);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const progress = this.#progress;
    this.#progress = null;
    if (progress !== null) this.#lines.push(JSON.stringify({ type: 'progress', progress }));
    if (this.#lines.length === 0) return;
    const bytes = Buffer.from(`${this.#lines.join('\n')}\n`);
    this.#lines = [];
    this.#characters = 0;
    this.#parts += 1;
    const key = feedKey(this.#address, this.#parts);
    // A part that cannot be put is a part of the log less: the task itself finds out whether its store works.
    this.#written = this.#written.then(() => this.#store.put(key, bytes).catch(() => undefined));
  }
}

/** Reads what an attempt has said since it was last asked. */
export class FeedReader {
  readonly #store: FlowStore;
  readonly #address: FeedAddress;
  #parts = 0;

  constructor(store: FlowStore, address: FeedAddress) {
    this.#store = store;
    this.#address = address;
  }

  /** Whether anything was ever heard. */
  get hasSpoken(): boolean {
    return this.#parts > 0;
  }

  /** Whether there is anything to hear of this beginning. */
  hasBegun(): Promise<boolean> {
    return this.#store.exists(feedKey(this.#address, 1));
  }

  async *read(): AsyncGenerator<FeedEntry> {
    for (;;) {
      const key = feedKey(this.#address, this.#parts + 1);
      if (!(await this.#store.exists(key))) return;
      const text = Buffer.from(await this.#store.get(key)).toString('utf8');
      this.#parts += 1;
      for (const line of text.split('\n')) {
        const entry = parseEntry(line);
        if (entry !== null) yield entry;
      }
    }
  }
}

function parseEntry(text: string): FeedEntry | null {
  const value = decodeJsonOrNull(Buffer.from(text));
  if (!isRecord(value)) return null;
  if (value['type'] === 'line') {
    const { stream, line } = value;
    if (typeof line !== 'string') return null;
    return { type: 'line', stream: stream === 'stderr' ? 'stderr' : 'stdout', line };
  }
  if (value['type'] === 'progress') return parseProgress(value['progress']);
  const end = value['end'];
  if (value['type'] !== 'end' || !isRecord(end)) return null;
  const failure = parseError(end['error'], end['stack']);
  return { type: 'end', end: failure ?? { error: null, stack: null } };
}
