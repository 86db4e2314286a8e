import { given } from '@orgledger/kernel/testing';
import type { CommandMetadata } from '@orgledger/kernel';
import { defaultBillingPolicy } from '../policy/billing-policy.js';
import { monthDecider } from './month.decider.js';
import type { MonthCommand } from './month.commands.js';
import type { CloseCheck, MonthEvent, MonthFigures, Posting } from './month.events.js';

const meta: CommandMetadata = {
  commandId: '00000000-0000-5000-8000-000000000001',
  actor: { kind: 'system', id: 'month-close' },
  now: '2026-07-08T00:00:00.000Z',
  correlationId: '00000000-0000-5000-8000-000000000002',
};
const month = { payerAccountId: '111111111111', month: '2026-06' };
const figures: MonthFigures = { statements: 3, lines: 5, total: '782.45', exact: '782.4506780000', revenue: '0.00', corrections: '0.00' };
const failed: CloseCheck = { code: 'STILL_ESTIMATED', passed: false, message: 'AWS still calls it estimated.', remedy: 'Wait.' };
const fixed = {
  policy: defaultBillingPolicy,
  rates: [],
  costsDigest: 'costs',
  inputsDigest: 'inputs',
  additionsDigest: 'none',
};

const requested = (closeId = 'one'): MonthEvent => ({ type: 'MonthCloseRequested', ...month, closeId, trigger: 'request' });
const started = (closeId = 'one', version = 1): MonthEvent => ({ type: 'MonthCloseStarted', ...month, closeId, version, ...fixed });
const closed = (closeId = 'one', version = 1): MonthEvent => ({
  type: 'MonthClosed',
  ...month,
  closeId,
  version,
  figures,
  digest: 'root',
  checks: [],
});
const reopened: MonthEvent = { type: 'MonthReopened', ...month, version: 1, reason: 'Wrong tenant.' };
const posting = (amount: string, tenantId = 'beta'): Posting => ({ month: '2026-06', tenantId, kind: 'CREDIT', amount });
const restated = (number: number, differences: readonly Posting[], part = 1, parts = 1): MonthEvent => ({
  type: 'MonthRestated',
  ...month,
  number,
  costsDigest: 'later',
  inputsDigest: 'later',
  total: '777.45',
  differences,
  part,
  parts,
});

const ask = (command: Partial<MonthCommand> & Pick<MonthCommand, 'type'>) => ({ ...month, meta, ...command }) as MonthCommand;
const request = ask({ type: 'RequestMonthClose', closeId: 'one', trigger: 'request' });
const start = ask({ type: 'StartMonthClose', closeId: 'one', ...fixed });
const complete = ask({ type: 'CompleteMonthClose', closeId: 'one', figures, digest: 'root', checks: [] });
const block = ask({ type: 'BlockMonthClose', closeId: 'one', checks: [failed] });
const abandon = ask({ type: 'AbandonMonthClose', closeId: 'one', message: 'The costs changed.' });
const reopen = ask({ type: 'ReopenMonth', reason: 'Wrong tenant.' });
const restate = (...parts: readonly (readonly Posting[])[]) =>
  ask({ type: 'RestateMonth', version: 1, costsDigest: 'later', inputsDigest: 'later', total: '777.45', parts });

describe('a month', () => {
  it('is asked to close once, whoever asks and however often', () => {
    given(monthDecider).when(request).then(requested());
    given(monthDecider, requested('other')).when(request).then();
    given(monthDecider, started('other')).when(request).then();
    given(monthDecider, started(), closed()).when(request).then();
  });

  it('says what blocks its closing, and may be asked again', () => {
    given(monthDecider, requested())
      .when(block)
      .then({ type: 'MonthCloseBlocked', ...month, closeId: 'one', checks: [failed] });
    given(monthDecider, requested(), { type: 'MonthCloseBlocked', ...month, closeId: 'one', checks: [failed] })
      .when(request)
      .then(requested());
  });

  it('is not blocked by an answer that comes late', () => {
    given(monthDecider, requested('other')).when(block).then();
    given(monthDecider, requested(), started()).when(block).then();
    given(monthDecider, started(), closed()).when(block).then();
  });

  it('fixes everything when its closing starts, and starts once', () => {
    given(monthDecider, requested()).when(start).then(started());
    given(monthDecider, requested(), started()).when(start).then();
    given(monthDecider, started('other')).when(start).thenRefused('MONTH_CLOSING');
    given(monthDecider, started(), closed()).when(start).thenRefused('MONTH_CLOSED', 'month');
  });

  it('closes when its statements are stored, once', () => {
    given(monthDecider, requested(), started()).when(complete).then(closed());
    given(monthDecider, requested(), started(), closed()).when(complete).then();
  });

  it('does not close by a closing that was abandoned', () => {
    const abandoned: MonthEvent = { type: 'MonthCloseAbandoned', ...month, closeId: 'one', message: 'The costs changed.' };
    given(monthDecider, started()).when(abandon).then(abandoned);
    given(monthDecider, started(), abandoned).when(complete).thenRefused('CLOSE_STALE');
    given(monthDecider, started(), abandoned, started('two')).when(complete).thenRefused('CLOSE_STALE');
    given(monthDecider, started(), closed()).when(abandon).then();
  });

  it('is reopened with a reason, and the next closing makes the next version', () => {
    given(monthDecider, started(), closed()).when(reopen).then(reopened);
    given(monthDecider, started(), closed(), reopened).when(reopen).then();
    given(monthDecider, started(), closed(), reopened).when(request).then(requested());
    given(monthDecider, started(), closed(), reopened)
      .when(ask({ type: 'StartMonthClose', closeId: 'two', ...fixed }))
      .then(started('two', 2));
    given(monthDecider).when(reopen).thenRefused('MONTH_NOT_CLOSED', 'month');
    given(monthDecider, started(), closed())
      .when(ask({ type: 'ReopenMonth', reason: ' ' }))
      .thenRefused('FIELD_REQUIRED', 'reason');
  });

  it('is restated in as many events as the differences need', () => {
    given(monthDecider, started(), closed())
      .when(restate([posting('-5.00')]))
      .then(restated(1, [posting('-5.00')]));
    given(monthDecider, started(), closed())
      .when(restate([posting('-5.00')], [posting('1.24', 'gamma')]))
      .then(restated(1, [posting('-5.00')], 1, 2), restated(1, [posting('1.24', 'gamma')], 2, 2));
  });

  it('is restated only by differences of a cent, also back to none', () => {
    given(monthDecider, started(), closed()).when(restate([])).then();
    const inTwo = [restated(1, [posting('-5.00')], 1, 2), restated(1, [posting('1.24', 'gamma')], 2, 2)];
    given(monthDecider, started(), closed(), ...inTwo)
      .when(restate([posting('-5.00'), posting('1.24', 'gamma')]))
      .then();
    given(monthDecider, started(), closed(), ...inTwo)
      .when(restate([]))
      .then(restated(2, []));
  });

  it('is not restated by an answer about statements that stand no more', () => {
    given(monthDecider, started(), closed(), reopened)
      .when(restate([posting('-5.00')]))
      .then();
    given(monthDecider, started(), closed(), reopened, started('two', 2), closed('two', 2))
      .when(restate([posting('-5.00')]))
      .then();
  });

  it('forgets its restatement when another version is closed', () => {
    given(monthDecider, started(), closed(), restated(1, [posting('-5.00')]), reopened, started('two', 2), closed('two', 2))
      .when({ ...restate([posting('-5.00')]), version: 2 } as MonthCommand)
      .then(restated(1, [posting('-5.00')]));
  });
});
