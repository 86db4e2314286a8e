import { ScaledClock } from './clock.js';

describe('ScaledClock', () => {
  it('ends a wait by the new line when it is told to follow another', async () => {
    const wall = Date.now();
    const clock = new ScaledClock({ origin: 0, wallOrigin: wall, scale: 1 });
    const waiting = clock.wait(3_600_000);
    clock.follow({ origin: 7_200_000, wallOrigin: wall, scale: 1 });
    await waiting;
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(7_200_000);
  });

  it('rejects an aborted wait with the reason', async () => {
    const clock = new ScaledClock({ origin: 0, wallOrigin: Date.now(), scale: 1 });
    const stop = new AbortController();
    const waiting = clock.wait(60_000, stop.signal);
    stop.abort(new Error('shutting down'));
    await expect(waiting).rejects.toThrow('shutting down');
  });
});
