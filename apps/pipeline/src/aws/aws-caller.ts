import type { Environment } from '@lf/deploy';
import { AWS_SERVICES, refusalIn, wireRequest } from './aws-call.ts';

/** What credentials are found on this machine, by the chain of AWS's SDK. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Asks services of AWS. */
export interface AwsCaller {
  credentials(): Promise<AwsCredentials>;
  /** Undefined where neither the environment nor the profile names one. */
  region(): Promise<string | undefined>;
  /**
   * @returns the text of the answer
   * @throws AwsRefusal, or the error of the network or of the credentials
   */
  ask(
    service: keyof typeof AWS_SERVICES,
    call: string,
    input?: Readonly<Record<string, unknown>>,
  ): Promise<string>;
}

/** AWS refused a call: `code` is AWS's own. */
export class AwsRefusal extends Error {
  override readonly name = 'AwsRefusal';
  readonly code: string;
  readonly status: number;

  constructor(call: string, status: number, code: string, words: string) {
    super(`${call}: AWS says ${code}${words === '' ? '' : ` (${words.slice(0, 200)})`}`);
    this.code = code;
    this.status = status;
  }
}

/** What the credentials and the region of AWS's SDK are read from. */
export interface AwsCallerOptions {
  /** With `.env` over it, and in process.env too: the SDK reads it there. */
  readonly environment: Environment;
  readonly timeoutMs: number;
}

/** A caller that loads what it needs of AWS's SDK on its first call. */
export function awsCaller({ environment, timeoutMs }: AwsCallerOptions): AwsCaller {
  let found: Promise<AwsCredentials> | undefined;
  const credentials = (): Promise<AwsCredentials> => (found ??= findCredentials(timeoutMs));
  const region = async (): Promise<string | undefined> =>
    environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || (await regionOfProfile());

  return {
    credentials,
    region,
    async ask(service, call, input = {}) {
      const { signingName, host, endpointName, ...rest } = AWS_SERVICES[service];
      const name = (await region()) ?? 'us-east-1';
      const endpoint = new URL(
        environment[`AWS_ENDPOINT_URL_${endpointName}`] ||
          environment['AWS_ENDPOINT_URL'] ||
          `https://${host(name, hostSuffix(name))}`,
      );
      const { path, headers, body } = wireRequest(service, call, input);
      const { SignatureV4 } = await import('@smithy/signature-v4');
      const { Sha256 } = await import('@smithy/core/checksum');
      const signer = new SignatureV4({
        service: signingName,
        region: 'signingRegion' in rest ? rest.signingRegion : name,
        credentials,
        sha256: Sha256,
      });
      const signed = await signer.sign({
        method: 'POST',
        protocol: endpoint.protocol,
        hostname: endpoint.hostname,
        path,
        headers: { ...headers, host: endpoint.host },
        body,
      });
      const response = await fetch(new URL(path, endpoint), {
        method: 'POST',
        // fetch sets it itself, to the same
        headers: Object.fromEntries(
          Object.entries(signed.headers).filter(([each]) => each !== 'host'),
        ),
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await response.text();
      if (response.ok) return text;
      const { code, words } = refusalIn(response.status, text);
      throw new AwsRefusal(`${signingName}:${call}`, response.status, code, words);
    },
  };
}

async function findCredentials(timeoutMs: number): Promise<AwsCredentials> {
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  return defaultProvider({ timeout: Math.min(timeoutMs, 1000), maxRetries: 1 })();
}

async function regionOfProfile(): Promise<string | undefined> {
  const config = await import('@smithy/core/config');
  const find = config.loadConfig(
    config.NODE_REGION_CONFIG_OPTIONS,
    config.NODE_REGION_CONFIG_FILE_OPTIONS,
  );
  return find().catch(() => undefined);
}

/** What the hosts of a region's partition end in. */
function hostSuffix(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}
