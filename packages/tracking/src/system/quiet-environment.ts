/** What a program that only looks something up needs; keys of tracking servers are not among it. */
const NAMES = ['PATH', 'HOME', 'LANG', 'SystemRoot', 'USERPROFILE', 'PATHEXT', 'LD_LIBRARY_PATH'];

/** The environment of a child process that needs no secret. */
export function quietEnvironment(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
