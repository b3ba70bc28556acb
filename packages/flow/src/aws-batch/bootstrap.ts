/**
 * What a container runs first: it fetches the code package from the datastore, checks its digest, unpacks it and goes on as
 * the entry program in it. Text, since it is the one program that has to run where none of our files are; it needs Node
 * alone, neither a shell nor tar nor AWS's tools. It signs its one request by itself (Signature Version 4) with the
 * credentials of the job's role, so that no address with a key in it is ever an argument.
 *
 * Arguments: the package's URL (s3: or file:), its sha256, the system that it is for, the entry program's path in it, and
 * what that is called with.
 */
export const BOOTSTRAP = `
import { createHash, createHmac } from 'node:crypto';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';

const [url, sha256, system, entry, ...args] = process.argv.slice(1);
const env = process.env;
const fail = (text) => {
  process.stderr.write('lf-bootstrap: ' + text + '\\n');
  process.exit(78);
};
const here = process.platform + '-' + process.arch;
const [major] = process.versions.node.split('.').map(Number);
if (major < 20) fail('Node ' + process.versions.node + ' is too old, 20.19 or later is needed; use another image');
if (here !== system) fail('the code package is for ' + system + ' and this machine is ' + here + '; launch the run on such a machine, or use an image and a queue of ' + system);

async function credentials() {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = env;
  if (id && secret) return { id, secret, token };
  const relative = env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;
  const address = relative ? 'http://169.254.170.2' + relative : env.AWS_CONTAINER_CREDENTIALS_FULL_URI;
  if (!address) fail('the job has no role to read the datastore with; set METAFLOW_ECS_S3_ACCESS_IAM_ROLE');
  const file = env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE;
  const key = file ? (await readFile(file, 'utf8')).trim() : env.AWS_CONTAINER_AUTHORIZATION_TOKEN;
  const answer = await fetch(address, { headers: key ? { authorization: key } : {} });
  if (!answer.ok) throw new Error('asking for the credentials of the job role: HTTP ' + answer.status);
  const found = await answer.json();
  return { id: found.AccessKeyId, secret: found.SecretAccessKey, token: found.Token };
}

const hash = (data) => createHash('sha256').update(data).digest('hex');
const hmac = (key, data) => createHmac('sha256', key).update(data).digest();
const escaped = (part) => encodeURIComponent(part).replace(/[!'()*]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase());

async function fromS3() {
  const { hostname: bucket, pathname } = new URL(url);
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1';
  const own = env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL;
  const suffix = region.startsWith('cn-') ? '.amazonaws.com.cn' : '.amazonaws.com';
  const isHost = !own && !bucket.includes('.');
  const root = new URL(own || 'https://' + (isHost ? bucket + '.' : '') + 's3.' + region + suffix);
  const path = (root.pathname === '/' ? '' : root.pathname.replace(/\\/$/, '')) + (isHost ? '' : '/' + bucket) + decodeURIComponent(pathname).split('/').map(escaped).join('/');
  const { id, secret, token } = await credentials();
  const time = new Date().toISOString().replace(/[-:]|\\.\\d+/g, '');
  const scope = [time.slice(0, 8), region, 's3', 'aws4_request'];
  const headers = {
    host: root.host,
    'x-amz-content-sha256': hash(''),
    'x-amz-date': time,
    ...(env.LF_S3_REQUESTER_PAYS === '1' && { 'x-amz-request-payer': 'requester' }),
    ...(token && { 'x-amz-security-token': token }),
  };
  const names = Object.keys(headers).sort();
  const request = ['GET', path, '', ...names.map((name) => name + ':' + headers[name]), '', names.join(';'), hash('')].join('\\n');
  const signed = ['AWS4-HMAC-SHA256', time, scope.join('/'), hash(request)].join('\\n');
  const key = scope.reduce((last, part) => hmac(last, part), 'AWS4' + secret);
  const { host, ...sent } = headers;
  sent.authorization = 'AWS4-HMAC-SHA256 Credential=' + id + '/' + scope.join('/') + ', SignedHeaders=' + names.join(';') + ', Signature=' + createHmac('sha256', key).update(signed).digest('hex');
  const answer = await fetch(root.origin + path, { headers: sent });
  if (answer.ok) return Buffer.from(await answer.arrayBuffer());
  const said = /<Code>([^<]*)/.exec(await answer.text())?.[1] ?? '';
  const place = answer.headers.get('x-amz-bucket-region');
  const error = new Error('HTTP ' + answer.status + ' ' + said + (place && place !== region ? ' (the bucket is in ' + place + ', not in ' + region + ')' : ''));
  error.isFinal = answer.status < 500 && answer.status !== 429 && answer.status !== 403;
  throw error;
}

async function fetched() {
  for (let tries = 1; ; tries += 1) {
    try {
      const bytes = url.startsWith('file:') ? await readFile(new URL(url)) : await fromS3();
      if (hash(bytes) === sha256) return bytes;
      throw new Error('its sha256 is not ' + sha256);
    } catch (error) {
      const why = error.message + (error.cause ? ' (' + error.cause.message + ')' : '');
      if (error.isFinal || url.startsWith('file:') || tries === 5) fail('fetching the code package ' + url + ': ' + why);
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** tries * (0.5 + Math.random())));
    }
  }
}

async function unpacked(folder) {
  const tar = gunzipSync(await fetched());
  const text = (from, length) => tar.toString('utf8', from, from + length).replace(/\\0.*$/s, '');
  let longer = '';
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const size = parseInt(text(at + 124, 12), 8) || 0;
    const prefix = text(at + 345, 155);
    const path = longer || (prefix && prefix + '/') + text(at, 100);
    const content = tar.subarray(at + 512, at + 512 + size);
    const type = String.fromCharCode(tar[at + 156]);
    longer = type === 'x' ? (/\\d+ path=([^\\n]*)/.exec(content.toString())?.[1] ?? '') : '';
    if (type === '0') {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
}

const folder = await mkdtemp(join(tmpdir(), 'lf-code-'));
await unpacked(folder).catch((error) => fail('unpacking the code package: ' + error.message));
process.chdir(folder);
const program = [process.execPath, join(folder, entry), ...args];
if (process.execve) {
  // In place of this text, as from a shell; Node calls that an experiment on standard error.
  process.removeAllListeners('warning');
  process.execve(process.execPath, program, env);
}
// What the entry program starts as this was started must not begin with this text.
process.execArgv.length = 0;
process.argv = program;
await import(pathToFileURL(process.argv[1]).href);
`;
