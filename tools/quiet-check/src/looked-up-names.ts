/** A question for one name: flags that ask for recursion, one question, nothing else. */
const QUESTION_HEADER = [1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
const NAME_STARTS_AT = 12;

const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, v: 11, f: 12 };

/** The bytes of a text as strace prints it. */
function bytesOf(printed: string): readonly number[] {
  const letters = printed.matchAll(/\\([0-7]{1,3})|\\(.)|([^\\])/gs);
  return Array.from(letters, ([, octal, escaped = '', plain = '']) => {
    if (octal !== undefined) return Number.parseInt(octal, 8);
    return ESCAPES[escaped] ?? (escaped + plain).charCodeAt(0);
  });
}

function nameIn(bytes: readonly number[]): string | null {
  if (!QUESTION_HEADER.every((byte, place) => bytes[place + 2] === byte)) return null;
  const labels: string[] = [];
  let at = NAME_STARTS_AT;
  for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) {
    labels.push(String.fromCharCode(...bytes.slice(at + 1, at + 1 + length)));
    at += 1 + length;
  }
  return labels.join('.');
}

/** The names that strace's lines of `sendto`, `sendmsg` and `sendmmsg` ask a resolver for, each once. */
export function lookedUpNames(trace: string): readonly string[] {
  const found = new Set<string>();
  for (const line of trace.split('\n')) {
    if (!/ send\w*\(/.test(line)) continue;
    for (const [, printed = ''] of line.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
      const name = nameIn(bytesOf(printed));
      if (name !== null && name !== '') found.add(name);
    }
  }
  return [...found].sort();
}
