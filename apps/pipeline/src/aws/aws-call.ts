/** How a service of AWS is spoken to. */
type Protocol =
  /** A form in, XML out. */
  | { readonly kind: 'query'; readonly version: string }
  /** JSON in and out, the call named in a header that begins so. */
  | { readonly kind: 'json'; readonly target: string }
  /** JSON in and out, the call named by the path. */
  | { readonly kind: 'rest'; readonly path: string };

/** A service that `lf` asks without a client of its own: a signed request or two are no reason to install megabytes. */
interface AwsService {
  /** What a signature calls it. */
  readonly signingName: string;
  /** The host at AWS. */
  readonly host: (region: string, suffix: string) => string;
  /** Where requests are signed for, if that is not the region they are made in. */
  readonly signingRegion?: string;
  /** Of AWS_ENDPOINT_URL_<name>. */
  readonly endpointName: string;
  readonly protocol: Protocol;
}

/** Sources: the services' API references, and the models of AWS's SDK. */
export const AWS_SERVICES = {
  sts: {
    signingName: 'sts',
    host: (region, suffix) => `sts.${region}.${suffix}`,
    endpointName: 'STS',
    protocol: { kind: 'query', version: '2011-06-15' },
  },
  iam: {
    signingName: 'iam',
    host: (_, suffix) => `iam.${suffix}`,
    signingRegion: 'us-east-1',
    endpointName: 'IAM',
    protocol: { kind: 'query', version: '2010-05-08' },
  },
  batch: {
    signingName: 'batch',
    host: (region, suffix) => `batch.${region}.${suffix}`,
    endpointName: 'BATCH',
    protocol: { kind: 'rest', path: '/v1/' },
  },
  ecr: {
    signingName: 'ecr',
    host: (region, suffix) => `api.ecr.${region}.${suffix}`,
    endpointName: 'ECR',
    protocol: { kind: 'json', target: 'AmazonEC2ContainerRegistry_V20150921.' },
  },
  quotas: {
    signingName: 'servicequotas',
    host: (region, suffix) => `servicequotas.${region}.${suffix}`,
    endpointName: 'SERVICE_QUOTAS',
    protocol: { kind: 'json', target: 'ServiceQuotasV20190624.' },
  },
  sagemaker: {
    signingName: 'sagemaker',
    host: (region, suffix) => `api.sagemaker.${region}.${suffix}`,
    endpointName: 'SAGEMAKER',
    protocol: { kind: 'json', target: 'SageMaker.' },
  },
} as const satisfies Readonly<Record<string, AwsService>>;

/** A request as it is signed and sent. */
export interface WireRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A call in the format of its service. */
export function wireRequest(
  service: keyof typeof AWS_SERVICES,
  call: string,
  input: Readonly<Record<string, unknown>>,
): WireRequest {
  const { protocol }: AwsService = AWS_SERVICES[service];
  switch (protocol.kind) {
    case 'query': {
      const words = Object.entries(input).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]);
      const form = new URLSearchParams([['Action', call], ['Version', protocol.version], ...words]);
      const type = 'application/x-www-form-urlencoded; charset=utf-8';
      return { path: '/', headers: { 'content-type': type }, body: form.toString() };
    }
    case 'json':
      return {
        path: '/',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `${protocol.target}${call}`,
        },
        body: JSON.stringify(input),
      };
    case 'rest':
      return {
        path: `${protocol.path}${call.toLowerCase()}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      };
  }
}

/** Why AWS refused a call: the code and the words of its answer. */
export function refusalIn(
  status: number,
  text: string,
): { readonly code: string; readonly words: string } {
  const json = objectIn(text);
  const word = (value: unknown): string => (typeof value === 'string' ? value : '');
  // `com.amazonaws.ecr#RepositoryNotFoundException` and `...Exception:http://...` are both in use
  const code =
    json === undefined
      ? elementIn(text, 'Code')
      : word(json['__type'] ?? json['code'])
          .replace(/^.*#/, '')
          .replace(/:.*$/, '');
  const words =
    json === undefined ? elementIn(text, 'Message') : word(json['message'] ?? json['Message']);
  return { code: code || `HTTP ${status}`, words: words ?? '' };
}

/** A JSON object, if the text is one. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text of the first element of that name in an answer of XML. */
export function elementIn(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
}
