import { createMemoryEventStore } from '@orgledger/event-store';
import type { EventStore } from '@orgledger/event-store';
import { systemClock } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { dyingAtAppend, idOf, metaOf, prepareTenant, ProcessDied, sampleTag, startInstallation } from '@orgledger/governance/testing';
import type { Installation } from '@orgledger/governance/testing';
import {
  ExecutePaymentMethodCommand,
  ExecuteProjectCommand,
  ExecuteTagDefinitionCommand,
  ExecuteTenantCommand,
  PaymentMethodSchedule,
  streams,
} from '../index.js';
import type { PaymentMethodCommand } from '../index.js';

const workspaceIdentifier = 'acme';
const silent = { info: () => undefined, error: () => undefined } as never;

describe('payment methods', () => {
  let store: EventStore;
  let governance: Installation;
  let number = 0;

  const execute = (command: object, now = '2026-03-01T10:00:00.000Z') =>
    governance.execute(
      new ExecutePaymentMethodCommand({ workspaceIdentifier, ...command, meta: metaOf(`payment ${(number += 1)}`, now) } as PaymentMethodCommand),
    );
  const create = (paymentMethodIdentifier: string, more: object = {}) =>
    execute({ type: 'CreatePaymentMethod', paymentMethodIdentifier, displayName: paymentMethodIdentifier, ...more });
  const assign = (method?: string, substitute?: string) =>
    execute({
      type: 'AssignPaymentMethod',
      projectIdentifier: 'shop',
      ...(method === undefined ? {} : { paymentMethodIdentifier: method }),
      ...(substitute === undefined ? {} : { substituteIdentifier: substitute }),
    });
  const scheduleAt = (now: string, over: EventStore = store): PaymentMethodSchedule => {
    const clock: Clock = { ...systemClock, now: () => new Date(now) };
    return new PaymentMethodSchedule({ store: over, governance: governance.queries, clock, logger: silent });
  };
  const types = async (): Promise<readonly string[]> =>
    (await store.readStream(streams.paymentMethods(workspaceIdentifier))).events.map(({ type }) => type);

  beforeEach(async () => {
    store = createMemoryEventStore();
    governance = await startInstallation({ store });
    const request = await prepareTenant(governance);
    await governance.execute(new ExecuteTenantCommand(request));
  });
  afterEach(() => governance.stop());

  it('are listed with what projects pay by, and cannot be deleted while one does', async () => {
    await create('po-2026', { amount: '1000', currency: 'EUR', expiresOn: '2026-12-31' });
    await create('po-2027');
    await assign('po-2026', 'po-2027');
    await governance.settled();
    expect(await governance.queries.paymentMethod(workspaceIdentifier, 'po-2026')).toMatchObject({
      amount: '1000.00',
      currency: 'EUR',
      deleted: false,
    });
    expect((await governance.queries.paymentMethods({ workspaceIdentifier })).nodes.map((method) => method.paymentMethodIdentifier)).toEqual([
      'po-2026',
      'po-2027',
    ]);
    expect(await governance.queries.project(workspaceIdentifier, 'shop')).toMatchObject({
      paymentMethodIdentifier: 'po-2026',
      substituteIdentifier: 'po-2027',
    });
    const remove = { type: 'DeletePaymentMethod', paymentMethodIdentifier: 'po-2027', reason: 'closed' };
    await expect(execute(remove)).rejects.toMatchObject({ code: 'PAYMENT_METHOD_IN_USE', field: 'paymentMethodIdentifier' });
    await assign();
    await execute(remove);
    await governance.settled();
    expect(await governance.queries.paymentMethod(workspaceIdentifier, 'po-2027')).toMatchObject({ deleted: true });
    expect(await governance.queries.project(workspaceIdentifier, 'shop')).not.toHaveProperty('paymentMethodIdentifier');
  });

  it('of two commands at once have one identifier each', async () => {
    const results = await Promise.allSettled([create('po-2026', { displayName: 'one' }), create('po-2026', { displayName: 'two' })]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await types()).toEqual(['PaymentMethodCreated']);
  });

  it('are released by a project that was deleted', async () => {
    const blog = { workspaceIdentifier, projectIdentifier: 'blog' };
    await governance.execute(new ExecuteProjectCommand({ type: 'CreateProject', ...blog, displayName: 'Blog', meta: metaOf('blog') }));
    await create('po-2026');
    await execute({ type: 'AssignPaymentMethod', projectIdentifier: 'blog', paymentMethodIdentifier: 'po-2026' });
    await governance.execute(new ExecuteProjectCommand({ type: 'MarkProjectForDeletion', ...blog, reason: 'done', meta: metaOf('no blog') }));
    await execute({ type: 'DeletePaymentMethod', paymentMethodIdentifier: 'po-2026', reason: 'closed' });
    expect((await types()).at(-1)).toBe('PaymentMethodDeleted');
  });

  it('lend their tags to the account, after the project’s and before the workspace’s', async () => {
    for (const target of ['workspace', 'project', 'paymentMethod'] as const)
      await governance.execute(
        new ExecuteTagDefinitionCommand({
          type: 'CreateTagDefinition',
          definition: sampleTag({ target, key: 'CostCenter', valueType: { kind: 'text' } }),
          meta: metaOf(`tag ${target}`),
        }),
      );
    const project = { workspaceIdentifier, projectIdentifier: 'shop' };
    const tags = async () => {
      await governance.settled();
      return (await governance.queries.tenantSnapshot(idOf('tenant')))?.accountTags;
    };
    await create('po-2026', { tags: { CostCenter: 'method' } });
    expect(await tags()).toEqual({});
    const { events, position } = await assign('po-2026');
    expect(events).toHaveLength(1);
    expect(await tags()).toEqual({ 'ol:CostCenter': 'method' });
    const [recorded] = (await store.readStream(streams.paymentMethods(workspaceIdentifier), { direction: 'backward', limit: 1 })).events;
    expect(recorded?.position).toBe(position);
    expect(await governance.queries.tenantsAffectedBy(recorded!)).toEqual([idOf('tenant')]);
    await governance.execute(
      new ExecuteProjectCommand({ type: 'ChangeProjectTags', ...project, tags: { CostCenter: 'project' }, meta: metaOf('project tags') }),
    );
    expect(await tags()).toEqual({ 'ol:CostCenter': 'project' });
  });

  describe('that expire', () => {
    beforeEach(async () => {
      await create('po-2026', { expiresOn: '2026-03-31' });
      await create('po-2027');
      await assign('po-2026', 'po-2027');
      await governance.settled();
    });

    it('are replaced by their substitutes on the day after, once', async () => {
      expect(await scheduleAt('2026-03-31T23:59:59.000Z').expireDue()).toEqual([]);
      const schedule = scheduleAt('2026-04-01T00:00:30.000Z');
      expect(await schedule.expireDue()).toEqual([workspaceIdentifier]);
      await governance.settled();
      expect(await governance.queries.project(workspaceIdentifier, 'shop')).toMatchObject({ paymentMethodIdentifier: 'po-2027' });
      expect(await governance.queries.workspacesWithDuePayments('2026-04-01')).toEqual([]);
      const head = await store.head();
      expect(await schedule.expireDue()).toEqual([]);
      expect(await store.head()).toBe(head);
    });

    it('are replaced once by two processes that look at the same moment, with read models behind the log', async () => {
      const outcomes = await Promise.all([scheduleAt('2026-04-01T00:00:30.000Z').expireDue(), scheduleAt('2026-04-01T00:00:31.000Z').expireDue()]);
      expect(outcomes.flat()).toEqual([workspaceIdentifier]);
      expect((await types()).slice(3)).toEqual(['PaymentMethodExpired', 'ProjectPaymentMethodAssigned']);
    });

    it.each(['before', 'after'] as const)('are replaced wholly or not at all by a job that dies %s its append', async (when) => {
      const dying = dyingAtAppend(store, 1, when);
      await expect(scheduleAt('2026-04-01T00:00:30.000Z', dying.store).expireDue()).rejects.toThrow(ProcessDied);
      expect((await types()).slice(3)).toEqual(when === 'before' ? [] : ['PaymentMethodExpired', 'ProjectPaymentMethodAssigned']);
      await scheduleAt('2026-04-02T00:00:30.000Z').expireDue();
      expect((await types()).slice(3)).toEqual(['PaymentMethodExpired', 'ProjectPaymentMethodAssigned']);
    });

    it('are found by a running schedule as its clock advances', async () => {
      let now = '2026-03-31T12:00:00.000Z';
      let wake: () => void = () => undefined;
      const clock: Clock = {
        now: () => new Date(now),
        wait: (_, signal) =>
          new Promise((resolve, reject) => {
            wake = resolve;
            signal?.addEventListener('abort', () => reject(new Error('stopped')));
          }),
      };
      const schedule = new PaymentMethodSchedule({ store, governance: governance.queries, clock, logger: silent });
      schedule.start();
      now = '2026-04-01T00:00:10.000Z';
      while ((await types()).length < 5) {
        wake();
        await new Promise((resolve) => setImmediate(resolve));
      }
      await schedule.stop();
      expect((await types()).slice(3)).toEqual(['PaymentMethodExpired', 'ProjectPaymentMethodAssigned']);
    });
  });
});
