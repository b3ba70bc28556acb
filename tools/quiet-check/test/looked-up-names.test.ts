import { expect, it } from 'vitest';
import { lookedUpNames } from '../src/looked-up-names.ts';

it('reads the names out of what is sent to a resolver, and out of nothing else', () => {
  const trace = String.raw`
7 sendmmsg(18, [{msg_hdr={msg_name=NULL, msg_iov=[{iov_base=":/\1\0\0\1\0\0\0\0\0\0\3api\tsome-host\7example\0\0\1\0\1", iov_len=39}]}, msg_len=39}, {msg_hdr={msg_name=NULL, msg_iov=[{iov_base="\26)\1\0\0\1\0\0\0\0\0\0\3api\tsome-host\7example\0\0\34\0\1", iov_len=39}]}, msg_len=39}], 2, MSG_NOSIGNAL) = 2
7 sendto(20, "GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n", 34, MSG_NOSIGNAL, NULL, 0) = 34
8 sendto(21, "\232\253\1\0\0\1\0\0\0\0\0\0\2s3\tamazonaws\3com\0\0\1\0\1", 34, MSG_NOSIGNAL, NULL, 0) = 34
`;
  expect(lookedUpNames(trace)).toEqual(['api.some-host.example', 's3.amazonaws.com']);
});
