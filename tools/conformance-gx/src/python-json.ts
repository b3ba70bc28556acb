const INFINITE = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;
const MARK = '\u0001number:';

/** Parses JSON as Python writes it: with Infinity, -Infinity and NaN. */
export function parsePythonJson(text: string): unknown {
  const marked = text.replaceAll(INFINITE, (token) =>
    token.startsWith('"') ? token : JSON.stringify(`${MARK}${token}`),
  );
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) ? Number(value.slice(MARK.length)) : value,
  );
}
