import { toNewEvent } from '@orgledger/event-store';
import type { DomainEvent } from '@orgledger/kernel';
import { formatUnits, metadataOf, parseUnits, uuidv5, uuidv7 } from '@orgledger/kernel';
import { meteringStreams } from '@orgledger/metering';
import { sampleAccounts, samplePlan, sampleReservation, storePayer } from '@orgledger/metering/testing';
import { runningApi } from '../../testing/running-api.js';
import type { RunningApi } from '../../testing/running-api.js';

const payer = '111122223333';
const thisMonth = new Date().toISOString().slice(0, 7);
const series = 'total { amortized unblended netAmortized netUnblended } byPeriod { amortized unblended }';
const report = `currency periods estimated spread groups { keys ${series} } rest { groups ${series} } totals { ${series} } pageInfo { endCursor hasNextPage }`;

interface Series {
  readonly total: Readonly<Record<string, string>>;
}

interface Report {
  readonly groups: readonly (Series & { readonly keys: readonly string[] })[];
  readonly rest: Series & { readonly groups: number };
  readonly totals: Series;
  readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
}

/** By the definition, without any part of the read model. */
const sumByHand = (metric: 'amortized' | 'unblended', counts: (accountId: string, recordType: string) => boolean = () => true): string =>
  formatUnits(
    sampleAccounts.reduce(
      (total, { accountId, cells }) =>
        cells.reduce((sum, cell) => (counts(accountId, cell.recordType) ? sum + parseUnits(cell[metric]) : sum), total),
      0n,
    ),
  );

describe('reports, budgets and notifications over GraphQL', () => {
  let api: RunningApi;
  let time = 0;
  const tenants = ['111122223333', '222233334444', '333344445555'].map((account) => uuidv5('0190d3a0-0000-7000-8000-000000000000', account));
  const holders = ['platform', 'payments', 'payments'];

  const append = async (stream: string, ...events: readonly DomainEvent[]): Promise<void> => {
    const id = uuidv7(new Date());
    // No two appends at the same instant: lists are ordered by time.
    time = Math.max(time + 1, Date.now());
    const metadata = metadataOf({ commandId: id, actor: { kind: 'system', id: 'test' }, now: new Date(time).toISOString(), correlationId: id });
    await api.store.append(
      stream,
      'any',
      events.map((event, at) => toNewEvent(event, uuidv5(id, at), metadata)),
    );
  };

  beforeAll(async () => {
    api = await runningApi();
    await storePayer(api.store);
    const definition = { target: 'PROJECT', key: 'costcenter', displayName: 'Cost centre', kind: 'TEXT' };
    const flags = { mandatory: false, restricted: false, immutable: false, replicated: false };
    await api.mutate('createTagDefinition', 'TagDefinitionInput', { ...definition, ...flags });
    for (const workspaceIdentifier of ['platform', 'payments'])
      await api.mutate('createWorkspace', 'CreateWorkspaceInput', { workspaceIdentifier, displayName: workspaceIdentifier });
    await api.mutate('createProject', 'CreateProjectInput', {
      workspaceIdentifier: 'payments',
      projectIdentifier: 'prod',
      displayName: 'Prod',
      tags: [{ key: 'costcenter', value: '4711' }],
    });
    for (const [at, { accountId }] of sampleAccounts.entries())
      await append(meteringStreams.accountTenancy(accountId), {
        type: 'AccountAssigned',
        accountId,
        from: '2026-01-01T00:00:00.000Z',
        why: 'created',
        tenantId: tenants[at],
        workspaceIdentifier: holders[at],
        projectIdentifier: 'prod',
        platformIdentifier: 'aws',
      } as DomainEvent);
    const observation = { payerAccountId: payer, accountId: '222233334444', pullId: 'p', pulledAt: `${thisMonth}-02T00:00:00.000Z` };
    await append(meteringStreams.costs(payer, '222233334444', thisMonth), {
      type: 'CostCellsObserved',
      ...observation,
      month: thisMonth,
      estimated: true,
      cells: [{ recordType: 'Usage', service: 'Amazon S3', marketplace: false, unblended: '900.0000000001', amortized: '900.0000000001' }],
      gone: [],
    } as DomainEvent);
    await api.settled();
  });
  afterAll(() => api.close());

  const ask = async <Result>(query: string, variables: object = {}): Promise<Result> => {
    const { data, errors } = await api.ask(query, variables);
    expect(errors).toEqual([]);
    return data as Result;
  };
  const reportOf = async (input: object): Promise<Report> =>
    (
      await ask<{ costReport: Report }>(`query ($input: CostReportInput!) { costReport(input: $input) { ${report} } }`, {
        input: { from: '2026-06', to: '2026-06', granularity: 'MONTH', metric: 'AMORTIZED', ...input },
      })
    ).costReport;
  const problemOf = async (query: string, variables: object = {}): Promise<unknown> => {
    const { errors } = await api.ask(query, variables);
    return { ...errors[0]?.extensions, message: errors[0]?.message };
  };

  describe('costs', () => {
    it('are the sum of what was collected, to the unit, in every metric', async () => {
      const { totals } = await reportOf({});
      expect(totals.total).toEqual({
        amortized: sumByHand('amortized'),
        unblended: sumByHand('unblended'),
        netAmortized: sumByHand('amortized'),
        netUnblended: sumByHand('unblended'),
      });
    });

    it.each([
      ['workspace', (account: string) => (account === payer ? 'platform' : 'payments')],
      ['project', (account: string) => (account === payer ? 'platform/prod' : 'payments/prod')],
      ['tenant', (account: string) => tenants[sampleAccounts.findIndex(({ accountId }) => accountId === account)] ?? ''],
      ['account', (account: string) => account],
      ['tag:costcenter', (account: string) => (account === payer ? '' : '4711')],
    ])('by %s are the sum of its accounts', async (dimension, keyOf) => {
      const { groups, rest } = await reportOf({ groupBy: [dimension] });
      expect(rest.groups).toBe(0);
      for (const { keys, total } of groups) expect(total.amortized).toBe(sumByHand('amortized', (account) => keyOf(account) === keys[0]));
      expect(groups.map(({ keys }) => keys[0]).toSorted()).toEqual([...new Set(sampleAccounts.map(({ accountId }) => keyOf(accountId)))].toSorted());
    });

    it('by record type, service and kind sum to the total, page by page', async () => {
      for (const groupBy of [['recordType'], ['service', 'kind']]) {
        const seen: string[] = [];
        let sum = 0n;
        let page: Report | undefined;
        do {
          page = await reportOf({ groupBy, top: 3, metric: 'UNBLENDED', ...(page ? { after: page.pageInfo.endCursor } : {}) });
          const shown = page.groups.reduce((total, group) => total + parseUnits(group.total.unblended ?? ''), 0n);
          expect(formatUnits(shown + parseUnits(page.rest.total.unblended ?? ''))).toBe(page.totals.total.unblended);
          sum += shown;
          seen.push(...page.groups.map(({ keys }) => keys.join('/')));
        } while (page.pageInfo.hasNextPage);
        expect(formatUnits(sum)).toBe(sumByHand('unblended'));
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.length).toBeGreaterThan(6);
      }
    });

    it('restricted by workspace, kind and tag are those alone', async () => {
      const filter = { workspaces: ['payments'], kinds: ['RI_USAGE', 'RI_UNUSED'], tags: [{ key: 'costcenter', values: ['4711'] }] };
      const { totals } = await reportOf({ filter });
      expect(totals.total.amortized).toBe(
        sumByHand('amortized', (account, type) => account !== payer && (type === 'DiscountedUsage' || type === 'RIFee')),
      );
    });

    it.each([
      [
        { from: '2026-07', to: '2026-06' },
        { code: 'FIELD_MALFORMED', field: 'to', message: 'to is before from: exchange them.' },
      ],
      [
        { from: '2023-01', to: '2026-06' },
        { code: 'FIELD_MALFORMED', field: 'to', message: expect.stringContaining('at most 36 months') as string },
      ],
      [{ from: 'June' }, { code: 'FIELD_MALFORMED', field: 'from' }],
      [
        { groupBy: ['tag:costcentre'] },
        { code: 'TAG_UNKNOWN', field: 'groupBy[0]', message: expect.stringContaining('in use are costcenter') as string },
      ],
      [{ filter: { tags: [{ key: 'nobody', values: ['x'] }] } }, { code: 'TAG_UNKNOWN', field: 'filter.tags[0].key' }],
      [{ groupBy: ['colour'] }, { code: 'FIELD_MALFORMED', field: 'groupBy[0]', message: expect.stringContaining('workspace, project') as string }],
      [{ groupBy: ['account', 'service', 'kind'] }, { code: 'FIELD_TOO_LONG', field: 'groupBy' }],
      [{ filter: { payers: ['999999999999'] } }, { code: 'PAYER_NOT_FOUND', field: 'filter.payers[0]' }],
      [{ after: 'nowhere' }, { code: 'FIELD_MALFORMED', field: 'after' }],
      [
        { from: '2026-06-01', to: '2026-06-30', granularity: 'DAY', groupBy: ['service'] },
        { code: 'FIELD_MALFORMED', field: 'groupBy[0]' },
      ],
    ])('refuse %j', async (wrong, problem) => {
      const input = { from: '2026-06', to: '2026-06', granularity: 'MONTH', metric: 'AMORTIZED', ...wrong };
      expect(await problemOf(`query ($input: CostReportInput!) { costReport(input: $input) { ${report} } }`, { input })).toMatchObject(problem);
    });
  });

  describe('commitments', () => {
    it('list with utilisation, unused and savings of the month', async () => {
      const { commitments } = await ask<{ commitments: { nodes: { terms: { commitmentId: string } }[] } }>(
        `{ commitments(month: "2026-06", first: 10) { totalCount nodes { terms { commitmentId kind upfrontFee }
           figures { utilizationPercent purchased used unused totalAmortized usedCost unusedCost netSavings } } } }`,
      );
      const plan = commitments.nodes.find(({ terms }) => terms.commitmentId === samplePlan);
      expect(plan).toMatchObject({
        figures: { utilizationPercent: '96.53', purchased: '1440', unused: '49.85', usedCost: '1390.15', unusedCost: '49.85' },
      });
      expect(commitments.nodes.map(({ terms }) => terms.commitmentId)).toContain(sampleReservation);
      const page = await ask(`{ commitments(month: "2026-06", first: 1) { totalCount pageInfo { hasNextPage } } }`);
      expect(page).toMatchObject({ commitments: { totalCount: 2, pageInfo: { hasNextPage: true } } });
    });

    it('show who used one, how its fee is spread, and why it is charged as it is', async () => {
      const users = 'accountId tenantId workspaceIdentifier projectIdentifier amortized';
      const query = `query ($id: String!) { commitment(payerAccountId: "${payer}", commitmentId: $id) { usage { month source userCount users { ${users} } }
        upfront { shares { month amount source } trueUp } fairChargeback { fair reasons } charges { kind } }
        commitmentUsers(payerAccountId: "${payer}", commitmentId: $id, month: "2026-06", first: 1) { nodes { ${users} } pageInfo { endCursor hasNextPage } totalCount } }`;
      const found = await ask<{
        commitment: { usage: { users: { amortized: string }[] }[]; upfront: { shares: { amount: string }[]; trueUp: string } };
        commitmentUsers: unknown;
      }>(query, { id: samplePlan });
      const { usage, upfront } = found.commitment;
      const used = usage[0]?.users.reduce((sum, { amortized }) => sum + parseUnits(amortized), 0n) ?? 0n;
      expect(formatUnits(used)).toBe('1390.15');
      const spread = upfront.shares.reduce((sum, { amount }) => sum + parseUnits(amount), parseUnits(upfront.trueUp));
      expect(formatUnits(spread)).toBe('30000');
      expect(found).toMatchObject({
        commitment: { fairChargeback: { fair: false, reasons: ['Fair chargeback of savings plans is off.', expect.any(String)] }, charges: [] },
        commitmentUsers: { nodes: [usage[0]?.users[0]], pageInfo: { hasNextPage: true } },
      });
    });

    it('cover services, in on-demand prices', async () => {
      const { commitmentCoverage } = await ask<{ commitmentCoverage: unknown }>(
        `{ commitmentCoverage(payerAccountId: "${payer}", from: "2026-06", to: "2026-06") { month kind service covered onDemand percent } }`,
      );
      expect(commitmentCoverage).toContainEqual({
        month: '2026-06',
        kind: 'SAVINGS_PLAN',
        service: 'AWS Lambda',
        covered: '100',
        onDemand: '0',
        percent: '100.00',
      });
    });

    it.each([
      [`commitments(month: "2026-6") { totalCount }`, { code: 'FIELD_MALFORMED', field: 'month' }],
      [`commitmentCoverage(payerAccountId: "${payer}", from: "2026-06", to: "2027-08") { month }`, { code: 'FIELD_MALFORMED', field: 'to' }],
      [`commitmentCoverage(payerAccountId: "${payer}", from: "2026-06", to: "2026-05") { month }`, { code: 'FIELD_MALFORMED', field: 'to' }],
      [
        `commitmentUsers(payerAccountId: "${payer}", commitmentId: "x", month: "2026-06") { totalCount }`,
        { code: 'COMMITMENT_NOT_FOUND', field: 'commitmentId' },
      ],
    ])('refuse %s', async (query, problem) => expect(await problemOf(`{ ${query} }`)).toMatchObject(problem));
  });

  describe('budgets', () => {
    const budget = `budgetId displayName amount thresholds { percent of } spikeMinimum status figures { month actual forecast method }`;
    const settings = {
      displayName: 'Payments',
      scope: { kind: 'WORKSPACE', workspaceIdentifier: 'payments' },
      metric: 'AMORTIZED',
      currency: 'USD',
      amount: '1000.00',
      thresholds: [{ percent: 80, of: 'ACTUAL' }],
      targetIds: [],
    };
    const select = `... on BudgetSuccess { budget { ${budget} } }`;

    it('are made, stand as they should, are changed, listed page by page and deleted', async () => {
      const made = await api.mutate('createBudget', 'CreateBudgetInput', { ...settings, spikeMinimum: '50.00' }, select);
      expect(made).toMatchObject({
        __typename: 'BudgetSuccess',
        budget: { amount: '1000.00', spikeMinimum: '50.00', figures: { month: thisMonth, actual: '900.0000000001' } },
      });
      const { budgetId } = made.budget as { budgetId: string };
      const project = { kind: 'PROJECT', workspaceIdentifier: 'payments', projectIdentifier: 'prod' };
      const second = await api.mutate('createBudget', 'CreateBudgetInput', { ...settings, scope: project }, select);
      const changed = await api.mutate('changeBudget', 'ChangeBudgetInput', { ...settings, budgetId, amount: '950.00' }, select);
      expect(changed).toMatchObject({ budget: { amount: '950.00', spikeMinimum: null } });
      const page = `nodes { ${budget} } pageInfo { endCursor hasNextPage } totalCount`;
      const { budgets } = await ask<{ budgets: { pageInfo: { endCursor: string } } }>(
        `{ budgets(first: 1, status: ACTIVE, workspaceIdentifier: "payments") { ${page} } }`,
      );
      expect(budgets).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
      expect(
        await ask(`{ budgets(first: 1, status: ACTIVE, workspaceIdentifier: "payments", after: "${budgets.pageInfo.endCursor}") { ${page} } }`),
      ).toMatchObject({
        budgets: { pageInfo: { hasNextPage: false } },
      });
      for (const id of [budgetId, (second.budget as { budgetId: string }).budgetId])
        await api.mutate('deleteBudget', 'DeleteBudgetInput', { budgetId: id, reason: 'over' });
      expect(await ask(`{ budget(budgetId: "${budgetId}") { status figures { month } } }`)).toEqual({ budget: { status: 'DELETED', figures: null } });
      expect(await ask(`{ budgets(status: ACTIVE, workspaceIdentifier: "platform") { totalCount } }`)).toEqual({ budgets: { totalCount: 0 } });
    });

    it('are of what a payment method pays for, too', async () => {
      const method = { workspaceIdentifier: 'payments', paymentMethodIdentifier: 'card' };
      await api.mutate('createPaymentMethod', 'CreatePaymentMethodInput', { ...method, displayName: 'Card' });
      await api.mutate('assignPaymentMethod', 'AssignPaymentMethodInput', { ...method, projectIdentifier: 'prod' });
      await api.settled();
      const scope = { kind: 'PAYMENT_METHOD', ...method };
      const made = await api.mutate('createBudget', 'CreateBudgetInput', { ...settings, scope }, select);
      expect(made).toMatchObject({ budget: { figures: { actual: '900.0000000001' } } });
      await api.mutate('deleteBudget', 'DeleteBudgetInput', { budgetId: (made.budget as { budgetId: string }).budgetId, reason: 'over' });
    });

    it('show what was reached, and spikes', async () => {
      const budgetId = uuidv7(new Date());
      const alert = { type: 'BudgetThresholdReached', budgetId, threshold: { percent: 80, of: 'actual' }, value: '812.5', amount: '1000.00' };
      for (const month of ['2026-06', '2026-07']) await append(meteringStreams.budget(budgetId), { ...alert, month } as DomainEvent);
      const spike = { type: 'CostSpikeDetected', payerAccountId: payer, accountId: '222233334444', day: '2026-06-18', amount: '131', usual: '31' };
      await append(meteringStreams.costSpike(payer, '222233334444', '2026-06-18'), { ...spike, excess: '100', pullId: 'p' } as DomainEvent);
      await api.settled();
      expect(
        await ask(
          `{ budgetAlerts(budgetId: "${budgetId}", first: 1) { totalCount nodes { month threshold { percent of } value } pageInfo { hasNextPage } } }`,
        ),
      ).toEqual({
        budgetAlerts: {
          totalCount: 2,
          nodes: [{ month: '2026-06', threshold: { percent: 80, of: 'ACTUAL' }, value: '812.5' }],
          pageInfo: { hasNextPage: true },
        },
      });
      expect(await ask(`{ costSpikes(accountId: "222233334444") { nodes { day amount usual excess } } }`)).toEqual({
        costSpikes: { nodes: [{ day: '2026-06-18', amount: '131', usual: '31', excess: '100' }] },
      });
    });

    it('are not needed for a forecast', async () => {
      const query = 'query ($input: CostForecastInput!) { costForecast(input: $input) { month actual forecast method } }';
      const input = { scope: { kind: 'WORKSPACE', workspaceIdentifier: 'payments' }, metric: 'AMORTIZED', currency: 'USD' };
      expect(await ask(query, { input })).toMatchObject({ costForecast: { month: thisMonth, actual: '900.0000000001' } });
      const nobody = { ...input, scope: { kind: 'WORKSPACE', workspaceIdentifier: 'nobody' } };
      expect(await problemOf(query, { input: nobody })).toMatchObject({ code: 'WORKSPACE_NOT_FOUND', field: 'scope.workspaceIdentifier' });
      expect(await problemOf(query, { input: { ...input, currency: 'dollar' } })).toMatchObject({ code: 'FIELD_MALFORMED', field: 'currency' });
    });

    it.each([
      [{ amount: '0' }, 'amount'],
      [{ amount: '1,000.00' }, 'amount'],
      [{ thresholds: [] }, 'thresholds'],
      [{ targetIds: ['0198c5a0-7b1e-7c3a-9d2f-00000000dead'] }, 'targetIds[0]'],
      [{ scope: { kind: 'PROJECT', workspaceIdentifier: 'payments', projectIdentifier: 'nobody' } }, 'scope.projectIdentifier'],
      [{ scope: { kind: 'PAYMENT_METHOD', workspaceIdentifier: 'payments', paymentMethodIdentifier: 'nobody' } }, 'scope.paymentMethodIdentifier'],
    ])('refuse %j and name the field', async (wrong, field) => {
      const head = await api.store.head();
      expect(await api.mutate('createBudget', 'CreateBudgetInput', { ...settings, ...wrong })).toMatchObject({
        __typename: expect.stringMatching(/Error$/) as string,
        field,
      });
      expect(await api.store.head()).toBe(head);
    });
  });

  describe('notification targets', () => {
    const shown = 'targetId displayName kind url subjectId status';
    const select = `... on NotificationTargetSuccess { target { ${shown} } }`;
    const secret = 'a-telling-secret-of-a-receiver';

    it('are webhooks and people; a secret is never shown, told of or stored in an event', async () => {
      const channel = { kind: 'WEBHOOK', url: 'https://hooks.example.com/costs' };
      const webhook = await api.mutate('addNotificationTarget', 'AddNotificationTargetInput', { displayName: 'Finance', channel, secret }, select);
      expect(webhook).toMatchObject({ target: { kind: 'WEBHOOK', url: channel.url, status: 'ACTIVE' } });
      const { targetId } = webhook.target as { targetId: string };
      const replaced = await api.mutate(
        'replaceNotificationTargetSecret',
        'ReplaceNotificationTargetSecretInput',
        { targetId, secret: `${secret}-2` },
        select,
      );
      const subjectId = uuidv7(new Date());
      await api.mutate('registerUser', 'RegisterUserInput', { subjectId, person: { email: 'ann@example.com', name: 'Ann' } });
      const mail = await api.mutate(
        'addNotificationTarget',
        'AddNotificationTargetInput',
        { displayName: 'Ann', channel: { kind: 'EMAIL', subjectId } },
        select,
      );
      expect(mail).toMatchObject({ target: { kind: 'EMAIL', subjectId, url: null } });
      const refused = await api.mutate('addNotificationTarget', 'AddNotificationTargetInput', { displayName: 'X', channel, secret: 'telling' });
      expect(refused).toMatchObject({ __typename: 'ValidationError', field: 'secret' });
      const renamed = { targetId, displayName: 'Finance department', channel };
      const changed = await api.mutate('changeNotificationTarget', 'ChangeNotificationTargetInput', renamed, select);
      expect(changed).toMatchObject({ target: { displayName: 'Finance department' } });
      const listed = await ask(`{ notificationTargets(first: 1) { totalCount nodes { ${shown} } pageInfo { hasNextPage } } }`);
      expect(listed).toMatchObject({ notificationTargets: { totalCount: 2, pageInfo: { hasNextPage: true } } });
      const removed = await api.mutate('removeNotificationTarget', 'RemoveNotificationTargetInput', { targetId, reason: 'over' }, select);
      expect(removed).toMatchObject({ target: { status: 'REMOVED' } });

      const stored: string[] = [];
      for await (const { data } of api.store.readAll()) stored.push(JSON.stringify(data));
      expect([...stored, webhook, replaced, refused, changed, listed, removed].map((part) => JSON.stringify(part)).join('\n')).not.toMatch(/telling/);
      expect(stored.join('\n')).not.toContain('ann@example.com');
    });

    it('list what was sent to them, newest first', async () => {
      const [older, newer] = [uuidv7(new Date()), uuidv7(new Date())];
      const message = { topic: 'budget.threshold', subject: 'S', text: 'T', data: {}, targetId: uuidv7(new Date()), causeId: uuidv7(new Date()) };
      for (const notificationId of [older, newer])
        await append(`notification-${notificationId}`, { type: 'NotificationRequested', notificationId, ...message } as DomainEvent);
      await api.settled();
      const page = 'nodes { notificationId status attempts } pageInfo { endCursor hasNextPage } totalCount';
      const first = await ask<{ notifications: { nodes: unknown[]; pageInfo: { endCursor: string } } }>(
        `{ notifications(targetId: "${message.targetId}", first: 1) { ${page} } }`,
      );
      expect(first).toMatchObject({ notifications: { totalCount: 2, nodes: [{ notificationId: newer, status: 'WAITING', attempts: 0 }] } });
      const { endCursor } = first.notifications.pageInfo;
      expect(await ask(`{ notifications(targetId: "${message.targetId}", first: 1, after: "${endCursor}") { ${page} } }`)).toMatchObject({
        notifications: { nodes: [{ notificationId: older }], pageInfo: { hasNextPage: false } },
      });
      const retried = await api.mutate('retryNotification', 'RetryNotificationInput', { notificationId: newer });
      expect(retried).toMatchObject({ __typename: 'NotificationSuccess' });
    });
  });
});
