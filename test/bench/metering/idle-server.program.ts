// Answers at once and does nothing else: how long it takes is what the machine itself makes anybody wait.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer((_, answer) => answer.end('ok'));
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
