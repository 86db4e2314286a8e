import { ScaledClock } from '@orgledger/kernel';
import { OperationBoard } from './operation-board.gateway.js';

const pace = { betweenLooksMs: 1_000, youngMs: 5_000, longestMs: 60_000 };

const setUp = (listed: () => readonly string[], succeeded?: (requestIds: readonly string[]) => Promise<readonly string[]>) => {
  const clock = new ScaledClock({ origin: 1_700_000_000_000, wallOrigin: Date.now(), scale: 200 });
  const stop = new AbortController();
  const lists: number[] = [];
  const start = clock.now().getTime();
  const inProgress = () => {
    lists.push(clock.now().getTime() - start);
    return Promise.resolve(listed().map((requestId) => ({ requestId })));
  };
  return { board: new OperationBoard({ inProgress, ...(succeeded && { succeeded }) }, pace, clock, stop.signal), lists, stop };
};

describe('a board of operations', () => {
  it('asks for one list for all that wait, and not before the first can have ended', async () => {
    let looks = 0;
    const { board, lists } = setUp(() => ((looks += 1), looks < 3 ? ['b'] : []));
    await Promise.all([board.gone('a'), board.gone('b'), board.gone('c')]);
    expect(lists).toHaveLength(3);
    expect(lists[0]).toBeGreaterThanOrEqual(pace.youngMs);
  });

  it('leaves one that is not old enough for a later look, though no list has it', async () => {
    const { board, lists } = setUp(() => []);
    await board.gone('a');
    const first = lists.length;
    await board.gone('b');
    expect(lists.length).toBe(first + 1);
    expect((lists.at(-1) ?? 0) - (lists[0] ?? 0)).toBeGreaterThanOrEqual(pace.youngMs);
  });

  it('tells all that wait when a list cannot be read, and begins anew with the next', async () => {
    let fails = true;
    const { board } = setUp(() => {
      if (fails) throw new Error('denied');
      return [];
    });
    const outcomes = await Promise.allSettled([board.gone('a'), board.gone('b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    await expect(board.gone('a')).resolves.toBe('gone');
  });

  it('learns the end of several from one more list, and says of the others only that they are over', async () => {
    const asked: (readonly string[])[] = [];
    const succeeded = (requestIds: readonly string[]) => Promise.resolve(asked.push(requestIds) > 0 ? ['a', 'b'] : []);
    const { board } = setUp(() => [], succeeded);
    expect(await Promise.all([board.gone('a'), board.gone('b'), board.gone('c')])).toEqual(['succeeded', 'succeeded', 'gone']);
    expect(await board.gone('a')).toBe('gone');
    expect(asked).toEqual([['a', 'b', 'c']]);
  });

  it('sends away who has waited for very long, though the operation is still listed', async () => {
    const { board, lists } = setUp(() => ['a']);
    expect(await board.gone('a')).toBe('gone');
    expect(lists.at(-1)).toBeGreaterThanOrEqual(pace.longestMs);
  });

  it('lets go of all that wait when its worker stops', async () => {
    const { board, stop } = setUp(() => ['a']);
    const waiting = expect(board.gone('a')).rejects.toThrow('stopping');
    stop.abort(new Error('stopping'));
    await waiting;
  });
});
