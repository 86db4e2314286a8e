import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectSandboxClock, isLoopback, SandboxClockError } from './sandbox-clock.js';
import type { FollowedClock } from './sandbox-clock.js';

describe('connectSandboxClock', () => {
  let server: Server;
  let endpoint: string;
  let answer: { status: number; body: unknown };
  let followed: FollowedClock | undefined;

  beforeEach(async () => {
    server = createServer((request, response) => {
      response.statusCode = request.url === '/_sandbox/clock' ? answer.status : 404;
      response.end(JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    followed?.close();
    followed = undefined;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const line = (origin: number, scale = 1) => ({ status: 200, body: { origin, wallOrigin: Date.now(), scale, now: origin } });

  it('shows the sandbox’s time and follows when it is moved, waits included', async () => {
    const start = Date.parse('2030-01-01T00:00:00Z');
    answer = line(start);
    followed = await connectSandboxClock(endpoint, 10);
    expect(Math.abs(followed.clock.now().getTime() - start)).toBeLessThan(5_000);
    const waiting = followed.clock.wait(3_600_000);
    answer = line(start + 7_200_000);
    await waiting;
    expect(followed.clock.now().getTime()).toBeGreaterThanOrEqual(start + 7_200_000);
  });

  it('keeps the line it had while the sandbox does not answer', async () => {
    const start = Date.parse('2030-01-01T00:00:00Z');
    answer = line(start, 20);
    followed = await connectSandboxClock(endpoint, 5);
    answer = { status: 500, body: {} };
    await followed.clock.wait(1_000);
    expect(followed.clock.now().getTime()).toBeGreaterThanOrEqual(start + 1_000);
  });

  it('refuses what is not a sandbox, with what to do', async () => {
    answer = { status: 200, body: { hello: 'world' } };
    await expect(connectSandboxClock(endpoint)).rejects.toThrow(/something else than a clock/);
    answer = { status: 404, body: {} };
    await expect(connectSandboxClock(endpoint)).rejects.toThrow(SandboxClockError);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(connectSandboxClock(endpoint)).rejects.toThrow(/does not answer/);
  });

  it.each(['https://sts.amazonaws.com', 'http://10.0.0.1:4600', 'http://127.0.0.1.example.com', 'nonsense'])('never follows %s', async (foreign) => {
    expect(isLoopback(foreign)).toBe(false);
    await expect(connectSandboxClock(foreign)).rejects.toThrow(/not on this machine/);
  });

  it.each(['http://127.0.0.1:4600', 'http://localhost:1', 'http://[::1]:4600'])('knows %s as this machine', (own) => {
    expect(isLoopback(own)).toBe(true);
  });
});
