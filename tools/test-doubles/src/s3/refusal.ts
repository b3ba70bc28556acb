/** An answer that says no, in S3's words. */
export class S3Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly extra: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    extra: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(code);
    this.status = status;
    this.code = code;
    this.extra = extra;
    this.headers = headers;
  }
}

export function errorXml({ code, extra }: S3Refusal): string {
  return xmlOf('Error', { Code: code, Message: `${code} by the fake`, ...extra, RequestId: '1' });
}

type XmlValue = string | number | boolean | XmlNode | readonly XmlNode[];
interface XmlNode {
  readonly [name: string]: XmlValue;
}

/** A document of one element. */
export function xmlOf(name: string, content: XmlNode): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, content)}`;
}

function element(name: string, content: XmlValue): string {
  if (Array.isArray(content)) return content.map((each: XmlNode) => element(name, each)).join('');
  const inner =
    typeof content === 'object'
      ? Object.entries(content)
          .map(([key, value]: [string, XmlValue]) => element(key, value))
          .join('')
      : escaped(String(content));
  return `<${name}>${inner}</${name}>`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
