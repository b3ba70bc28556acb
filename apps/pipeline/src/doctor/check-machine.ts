import { isPortFree, DEFAULT_PORT, listEndpoints } from '@lf/deploy';
import { statfs } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endpointStateDirectory, openDatastore } from '../datastore.ts';
import { failed, ok, PURPOSES, warning, type Check, type Finding } from './finding.ts';

/** Releases of Node that the packages name in `engines`. */
function isSupported([major = 0, minor = 0]: readonly number[]): boolean {
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24;
}

export const nodeCheck: Check = {
  name: 'node',
  purposes: PURPOSES,
  async find() {
    const version = process.versions.node.split('.').map(Number);
    const name = `Node ${process.versions.node}`;
    if (!isSupported(version)) {
      return [failed(`${name}; 20.19, 22.13 or 24 and later are supported`, 'nvm install 24')];
    }
    return [
      version[0] === 20
        ? warning(
            `${name}: runs everything today; AWS's SDK needs Node 22 from January 2027 on`,
            'nvm install 24',
          )
        : ok(name),
    ];
  },
};

/** A run of the largest public shop takes less; what is below leaves no room for DuckDB's spilling. */
const COMFORTABLE_BYTES = 10 * 2 ** 30;
const LEAST_BYTES = 2 ** 30;

export const diskCheck: Check = {
  name: 'disk',
  purposes: ['run', 'batch', 'deploy'],
  async find({ datastore: { root }, environment }) {
    const places = new Map([['the temporary directory', tmpdir()]]);
    if (root.startsWith('file:')) places.set('the datastore', folderOf(root));
    else {
      const cache = environment['XDG_CACHE_HOME'] || join(homedir(), '.cache');
      places.set('the copies of what is in S3', resolve(environment['LF_S3_CACHE_DIR'] || cache));
    }
    return Promise.all([...places].map(async ([what, path]) => roomFor(what, path)));
  },
};

async function roomFor(what: string, path: string): Promise<Finding> {
  const there = await nearestFolder(path);
  if (there === undefined) return failed(`${what}: ${path} cannot be looked at`);
  const bytes = there.bavail * there.bsize;
  const found = `${(bytes / 2 ** 30).toFixed(1)} GiB free for ${what} (${path})`;
  if (bytes < LEAST_BYTES) return failed(found, `df -h ${there.path}; at least 1 GiB is needed`);
  return bytes < COMFORTABLE_BYTES
    ? warning(found, `df -h ${there.path}; large shops need more than 10 GiB`)
    : ok(found);
}

/** The file system of a path, or of the nearest folder above it that is there. */
async function nearestFolder(path: string) {
  for (let each = resolve(path); ; each = dirname(each)) {
    const found = await statfs(each).catch(() => undefined);
    if (found !== undefined) return { path: each, bavail: found.bavail, bsize: found.bsize };
    if (dirname(each) === each) return undefined;
  }
}

function folderOf(root: string): string {
  return fileURLToPath(openDatastore(root).url);
}

export const portsCheck: Check = {
  name: 'ports',
  purposes: ['run', 'serve'],
  async find({ read: { settings }, datastore: { root }, purposes }) {
    const endpoints = await listEndpoints({
      stateDirectory: endpointStateDirectory(openDatastore(root)),
    }).catch(() => []);
    const ownerOf = (port: number): string | undefined =>
      endpoints.find(({ url, status }) => status === 'live' && new URL(url).port === String(port))
        ?.name;
    const findings: Finding[] = [];
    if (purposes.includes('run')) {
      const wanted = settings.LF_ENDPOINT_PORT ?? DEFAULT_PORT;
      const isFree = await isPortFree(settings.LF_ENDPOINT_HOST ?? '127.0.0.1', wanted);
      const owner = ownerOf(wanted);
      if (isFree) findings.push(ok(`port ${wanted} is free for an endpoint`));
      else if (owner !== undefined) findings.push(ok(`port ${wanted}: the endpoint ${owner}`));
      else if (settings.LF_ENDPOINT_PORT === undefined) {
        findings.push(ok(`port ${wanted} is taken; an endpoint gets a free one`));
      } else {
        findings.push(
          failed(
            `port ${wanted} of LF_ENDPOINT_PORT is taken by another program`,
            `ss -ltnp 'sport = :${wanted}'; or unset LF_ENDPOINT_PORT, and a free one is taken`,
          ),
        );
      }
    }
    if (purposes.includes('serve')) {
      const wanted = settings.LF_API_PORT;
      findings.push(
        (await isPortFree('127.0.0.1', wanted))
          ? ok(`port ${wanted} is free for the public API`)
          : failed(
              `port ${wanted} of LF_API_PORT is taken`,
              `ss -ltnp 'sport = :${wanted}'; or set LF_API_PORT to another one`,
            ),
      );
    }
    return findings;
  },
};
