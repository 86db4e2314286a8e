import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fold } from '@orgledger/kernel';
import { given } from '@orgledger/kernel/testing';
import type { BudgetCommand } from './budget.commands.js';
import { budgetDecider } from './budget.decider.js';
import type { BudgetEvent, BudgetSettings } from './budget.events.js';

const budgetId = '0190d3a0-0000-7000-8000-000000000001';
const targetId = '0190d3a0-0000-7000-8000-000000000002';
const meta = { commandId: budgetId, actor: { kind: 'system', id: 's' }, now: '2026-03-02T08:00:00.000Z', correlationId: budgetId } as const;
const facts = { workspaceExists: true, projectExists: true, paymentMethodExists: true, unknownTargets: [] };
const decider = budgetDecider(facts);
const settings: BudgetSettings = {
  displayName: 'Payments',
  scope: { kind: 'workspace', workspaceIdentifier: 'payments' },
  metric: 'amortized',
  currency: 'USD',
  amount: '1000.00',
  thresholds: [
    { percent: 80, of: 'actual' },
    { percent: 100, of: 'forecast' },
  ],
  targetIds: [targetId],
};
const created: BudgetEvent = { type: 'BudgetCreated', budgetId, settings };
const create = (more: object = {}): BudgetCommand => ({
  type: 'CreateBudget',
  budgetId,
  settings: { ...settings, ...more },
  meta,
});
const figures = (actual: string, forecast?: string, month = '2026-03'): BudgetCommand => ({
  type: 'RecordBudgetFigures',
  budgetId,
  month,
  actual,
  ...(forecast === undefined ? {} : { forecast }),
  meta,
});
const reached = (percent: number, of: 'actual' | 'forecast', value: string, month = '2026-03'): BudgetEvent => ({
  type: 'BudgetThresholdReached',
  budgetId,
  month,
  threshold: { percent, of },
  value,
  amount: '1000.00',
});

describe('a budget', () => {
  it('is created with amounts in one form, once', () => {
    given(decider)
      .when(create({ amount: '1000' }))
      .then(created);
    given(decider, created).when(create()).thenRefused('BUDGET_EXISTS', 'budgetId');
  });

  it.each([
    [{ amount: '-5' }, 'amount'],
    [{ amount: '0' }, 'amount'],
    [{ amount: '1.005' }, 'amount'],
    [{ amount: '1e3' }, 'amount'],
    [{ currency: 'usd' }, 'currency'],
    [{ metric: 'blended' }, 'metric'],
    [{ thresholds: [] }, 'thresholds'],
    [{ thresholds: [{ percent: 0, of: 'actual' }] }, 'thresholds[0].percent'],
    [{ thresholds: [{ percent: 50, of: 'hope' }] }, 'thresholds[0].of'],
    [{ thresholds: [settings.thresholds[0], settings.thresholds[0]] }, 'thresholds[1]'],
    [{ scope: { kind: 'workspace', workspaceIdentifier: 'payments', projectIdentifier: 'prod' } }, 'scope.projectIdentifier'],
    [{ scope: { kind: 'project', workspaceIdentifier: 'payments' } }, 'scope.projectIdentifier'],
    [{ scope: { kind: 'paymentMethod', workspaceIdentifier: 'payments' } }, 'scope.paymentMethodIdentifier'],
    [{ targetIds: ['x'] }, 'targetIds[0]'],
    [{ spikes: { minimum: '0' } }, 'spikes.minimum'],
    [{ displayName: ' ' }, 'displayName'],
  ])('is refused with %j', (wrong, field) => {
    expect(() => decider.decide(create(wrong), decider.initial)).toThrow(expect.objectContaining({ field }) as Error);
  });

  it('names a workspace, a project, a payment method and targets that there are', () => {
    given(budgetDecider({ ...facts, workspaceExists: false }))
      .when(create())
      .thenRefused('WORKSPACE_NOT_FOUND', 'scope.workspaceIdentifier');
    given(budgetDecider({ ...facts, projectExists: false }))
      .when(create({ scope: { kind: 'project', workspaceIdentifier: 'payments', projectIdentifier: 'prod' } }))
      .thenRefused('PROJECT_NOT_FOUND', 'scope.projectIdentifier');
    given(budgetDecider({ ...facts, paymentMethodExists: false }))
      .when(create({ scope: { kind: 'paymentMethod', workspaceIdentifier: 'payments', paymentMethodIdentifier: 'card' } }))
      .thenRefused('PAYMENT_METHOD_NOT_FOUND', 'scope.paymentMethodIdentifier');
    given(budgetDecider({ ...facts, unknownTargets: [targetId] }))
      .when(create())
      .thenRefused('TARGET_NOT_FOUND', 'targetIds[0]');
  });

  it('tells of each threshold once a month, at the very cent', () => {
    given(decider, created).when(figures('799.9999999999', '999.9999999999')).then();
    given(decider, created)
      .when(figures('800', '1000'))
      .then(reached(80, 'actual', '800'), reached(100, 'forecast', '1000'));
    given(decider, created, reached(80, 'actual', '800'))
      .when(figures('950', '1200'))
      .then(reached(100, 'forecast', '1200'));
    given(decider, created, reached(80, 'actual', '800'))
      .when(figures('810', undefined, '2026-04'))
      .then(reached(80, 'actual', '810', '2026-04'));
  });

  it('tells again when another amount gives the threshold another meaning, not when only its name changes', () => {
    const renamed: BudgetEvent = { type: 'BudgetChanged', budgetId, settings: { ...settings, displayName: 'Payments team' } };
    const raised: BudgetEvent = { type: 'BudgetChanged', budgetId, settings: { ...settings, amount: '2000.00' } };
    given(decider, created, reached(80, 'actual', '800'), renamed)
      .when(figures('900'))
      .then();
    given(decider, created, reached(80, 'actual', '800'), raised)
      .when(figures('1600'))
      .then({ ...reached(80, 'actual', '1600'), amount: '2000.00' } as BudgetEvent);
  });

  it('is silent and not found once deleted', () => {
    const deleted: BudgetEvent = { type: 'BudgetDeleted', budgetId, reason: 'over' };
    given(decider, created, deleted).when(figures('5000')).then();
    given(decider, created, deleted).when({ type: 'ChangeBudget', budgetId, settings, meta }).thenRefused('BUDGET_NOT_FOUND', 'budgetId');
    given(decider, created, deleted).when({ type: 'DeleteBudget', budgetId, reason: 'again', meta }).then();
  });

  it('reads what was stored: every golden event still moves it', () => {
    const types = ['BudgetCreated', 'BudgetThresholdReached', 'BudgetChanged', 'BudgetDeleted'];
    const history = types.map((type): BudgetEvent => {
      const golden = JSON.parse(readFileSync(join(__dirname, '..', '..', 'golden', `${type}.v1.json`), 'utf8')) as { data: object };
      return { type, ...golden.data } as BudgetEvent;
    });
    const states = types.map((_, index) => JSON.stringify(fold(decider, history.slice(0, index + 1))));
    expect(new Set(states).size).toBe(types.length);
  });
});
