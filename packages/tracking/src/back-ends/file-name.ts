/** Signs that some file system forbids, and those that end or lengthen a path. */
const FORBIDDEN = /[^A-Za-z0-9._ @+=-]/g;
const LONGEST = 100;

/** A name of a file or folder after a name of a run: never empty, hidden, or a way to another folder. */
export function fileName(text: string): string {
  const name = text.replace(FORBIDDEN, '_').replace(/^\.+/, '_').slice(0, LONGEST).trim();
  return name === '' ? '_' : name;
}
