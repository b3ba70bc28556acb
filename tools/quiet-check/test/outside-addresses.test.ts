import { expect, it } from 'vitest';
import { outsideAddresses } from '../src/outside-addresses.ts';

it('names what is not loopback, once, and nothing else', () => {
  const trace = `
12 connect(20, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 EINPROGRESS
12 connect(21, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0
12 connect(22, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT
13 connect(23, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("20.189.173.1")}, 16) = -1 ENETUNREACH
13 connect(23, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("20.189.173.1")}, 16) = -1 ENETUNREACH
14 sendto(24, "x", 1, 0, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2603::5", &sin6_addr), sin6_scope_id=0}, 28) = 1
15 sendmmsg(25, [{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(123), sin_addr=inet_addr("10.0.0.9")}, msg_namelen=16}}], 1, 0) = 1
`;
  expect(outsideAddresses(trace)).toEqual(['10.0.0.9:123', '20.189.173.1:443', '2603::5:443']);
});

it('counts a look-up of a name, even by a resolver on loopback', () => {
  const trace =
    '9 connect(8, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0';
  expect(outsideAddresses(trace)).toEqual(['127.0.0.53:53']);
});
