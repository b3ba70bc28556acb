/** What strace prints of an internet address, whatever the call: `sin_port=htons(53)`, `inet_addr("10.0.0.2")`. */
const PORT = /sin6?_port=htons\((\d+)\)/;
const ADDRESS = /inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"/;

const DNS_PORT = 53;

function isLoopback(address: string): boolean {
  return /^(::ffff:)?127\./.test(address) || address === '::1';
}

/**
 * The internet addresses in strace's lines of `connect`, `sendto`, `sendmsg` and `sendmmsg` that are not loopback, each
 * as `address:port`, once. A look-up of a name counts wherever its resolver is: who asks for a name means to go there.
 */
export function outsideAddresses(trace: string): readonly string[] {
  const found = new Set<string>();
  for (const line of trace.split('\n')) {
    const match = ADDRESS.exec(line);
    const address = match?.[1] ?? match?.[2];
    if (address === undefined) continue;
    const port = Number(PORT.exec(line)?.[1]);
    if (!isLoopback(address) || port === DNS_PORT) found.add(`${address}:${port}`);
  }
  return [...found].sort();
}
