import { createHash, randomBytes } from 'node:crypto';

/** Variables of a process, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What programs need to run at all: paths, the temporary folder, language, time zone, how Node and native libraries
 * work. None of them holds a secret; a name that says it does is left out, such as NODE_AUTH_TOKEN.
 */
const SYSTEM_NAMES = [
  /^(PATH|HOME|USER|LOGNAME|SHELL|TERM|COLORTERM|TMPDIR|TMP|TEMP|TZ|LANG|LANGUAGE|CI|DISPLAY)$/,
  /^(NO_COLOR|FORCE_COLOR|SSL_CERT_FILE|SSL_CERT_DIR|UV_THREADPOOL_SIZE)$/,
  /^(LC|XDG|NODE|TSX|ORT|OMP|MKL|OPENBLAS|MALLOC|LD|DYLD|CUDA|NVIDIA|TF|VK)_/,
  /^(SystemRoot|SystemDrive|windir|ComSpec|PATHEXT|APPDATA|LOCALAPPDATA|USERPROFILE|PROGRAMDATA)$/i,
];
const SECRET_NAME = /KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL/i;

function isSystemName(name: string): boolean {
  return !SECRET_NAME.test(name) && SYSTEM_NAMES.some((pattern) => pattern.test(name));
}

/**
 * Of an environment, what any program needs and none must hide: a child that gets this alone learns no secret.
 *
 * @param environment such as process.env
 */
export function systemEnvironment(environment: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && isSystemName(entry[0]),
    ),
  );
}

/** The settings in a server's environment, as one text: two servers with the same are set alike. */
function settingsText(environment: Environment): string {
  return JSON.stringify(
    Object.entries(environment)
      .filter(([name]) => !isSystemName(name))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function digest(salt: string, text: string): string {
  return createHash('sha256').update(salt).update(text).digest('hex');
}

/** A text that tells whether another environment has the same settings, and nothing of what they are. */
export function sealSettings(environment: Environment): string {
  const salt = randomBytes(16).toString('hex');
  return `${salt}:${digest(salt, settingsText(environment))}`;
}

/** Whether a seal is of the same settings. */
export function hasSameSettings(seal: string | undefined, environment: Environment): boolean {
  const [salt, sealed] = seal?.split(':') ?? [];
  return salt !== undefined && sealed === digest(salt, settingsText(environment));
}
