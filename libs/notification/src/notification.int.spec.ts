import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryEventStore, createMemoryPersonStore, toNewEvent } from '@orgledger/event-store';
import type { EventStore, Recorded } from '@orgledger/event-store';
import { systemClock, uuidv5, uuidv7 } from '@orgledger/kernel';
import type { Clock } from '@orgledger/kernel';
import { openViews, ProjectionRunner } from '@orgledger/projections';
import { openSealedSecrets } from '@orgledger/secrets';
import { startMailServer, startReceiver } from '../testing/index.js';
import type { MailServer, Receiver } from '../testing/index.js';
import { NotificationDispatcher } from './delivery/dispatcher.gateway.js';
import type { DispatcherOptions } from './delivery/dispatcher.gateway.js';
import { signatureOf } from './delivery/webhook.gateway.js';
import { requestNotifications } from './message/outbox.store.js';
import { NotificationCommandHandler, ExecuteNotificationCommand } from './message/notification.handlers.js';
import { createNotificationQueries, notificationProjections } from './notification-queries.view.js';
import type { NotificationView } from './message/notification.view.js';
import { ExecuteTargetCommand, TargetCommandHandler } from './target/target.handlers.js';
import type { TargetCommand } from './target/target.commands.js';

const secret = 'a secret of the receiver';
const message = {
  topic: 'budget.threshold',
  subject: 'Budget “Payments” has reached 80 %',
  text: 'Actual: 812.50 USD.\nBudget: 1000.00 USD.',
  data: { value: '812.5' },
};

const commandMeta = () => ({
  commandId: uuidv7(new Date()),
  actor: { kind: 'user', id: 'u' } as const,
  now: new Date().toISOString(),
  correlationId: uuidv7(new Date()),
});

describe('notifications', () => {
  const directory = mkdtempSync(join(tmpdir(), 'orgledger-notification-'));
  const secretsFiles = { file: join(directory, 'secrets.sqlite'), masterKeyFile: join(directory, 'secrets.key') };
  const secrets = openSealedSecrets(secretsFiles);
  const views = openViews({ file: join(directory, 'views.sqlite') });
  const store: EventStore = createMemoryEventStore();
  const people = createMemoryPersonStore();
  const queries = createNotificationQueries(views as Parameters<typeof createNotificationQueries>[0]);
  const projections = new ProjectionRunner({ store, views, clock: systemClock, projections: notificationProjections, pollMs: 5 });
  const configuration = { notification: { allowLoopback: true } };
  const targets = new TargetCommandHandler(store, people, secrets, configuration);
  // Retries wait for minutes of the product's time: the test moves it.
  let ahead = 0;
  const clock: Clock = { now: () => new Date(Date.now() + ahead), wait: (ms, signal) => systemClock.wait(ms, signal) };
  const defects: unknown[] = [];
  const dispatchers: NotificationDispatcher[] = [];
  let receiver: Receiver;
  let mailServer: MailServer;
  const wakes = new Set<() => void>();

  const dispatch = (more: Partial<DispatcherOptions> = {}): NotificationDispatcher => {
    const dispatcher = new NotificationDispatcher({
      store,
      people,
      secrets,
      clock,
      due: (now, limit) => queries.dueNotifications(now, limit),
      webhook: { allowLoopback: true, timeoutMs: 5_000 },
      smtp: { host: '127.0.0.1', port: mailServer.port, tls: 'none', from: 'orgledger@example.com', user: 'orgledger', password: 'word' },
      onDefect: (error) => defects.push(error),
      pollMs: 5,
      ...more,
    });
    dispatchers.push(dispatcher);
    dispatcher.start();
    return dispatcher;
  };

  beforeAll(async () => {
    receiver = await startReceiver();
    mailServer = await startMailServer({ user: 'orgledger', password: 'word' });
    await projections.start();
    projections.onApplied(() => wakes.forEach((wake) => wake()));
  });
  afterEach(async () => {
    for (const dispatcher of dispatchers.splice(0)) await dispatcher.stop();
    receiver.answer((response) => void response.writeHead(204).end());
    mailServer.refuseWith(undefined);
    expect(defects.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await projections.stop();
    await views.close();
    await secrets.close();
    await receiver.close();
    await mailServer.close();
    rmSync(directory, { recursive: true });
  });

  const addTarget = async (channel: object, more: object = { secret }): Promise<string> => {
    const targetId = uuidv7(new Date());
    await targets.execute(
      new ExecuteTargetCommand({ type: 'AddTarget', targetId, displayName: 'x', channel, meta: commandMeta(), ...more } as TargetCommand),
    );
    return targetId;
  };

  const ask = async (...targetIds: readonly string[]): Promise<readonly string[]> => {
    const id = uuidv7(new Date());
    const metadata = {
      $correlationId: id,
      $causationId: id,
      commandId: id,
      actor: { kind: 'system', id: 's' },
      at: new Date().toISOString(),
    } as const;
    const cause = { ...toNewEvent({ type: 'Something' }, id, metadata), stream: 'x-1' } as unknown as Recorded;
    await requestNotifications(store, cause, targetIds, message);
    await requestNotifications(store, cause, targetIds, message);
    return targetIds.map((targetId) => uuidv5(id, targetId));
  };

  const until = (notificationId: string, wanted: (view: NotificationView) => boolean): Promise<NotificationView> =>
    new Promise((resolve) => {
      const check = async (): Promise<void> => {
        const view = await queries.notification(notificationId);
        if (!view || !wanted(view)) return;
        wakes.delete(wake);
        resolve(view);
      };
      const wake = (): void => void check();
      wakes.add(wake);
      wake();
    });
  const isIn = (status: NotificationView['status']) => (view: NotificationView) => view.status === status;

  it('go to a webhook once, signed, with an id for its receiver', async () => {
    const before = receiver.received.length;
    const targetId = await addTarget({ kind: 'webhook', url: `${receiver.url}/costs?team=1` });
    const [notificationId = ''] = await ask(targetId);
    dispatch();
    dispatch();
    await until(notificationId, isIn('delivered'));
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }, ...others] = receiver.received.slice(before);
    expect(others).toEqual([]);
    expect(path).toBe('/costs?team=1');
    expect(headers).toMatchObject({ 'idempotency-key': notificationId, 'content-type': 'application/json' });
    expect(headers['orgledger-signature']).toBe(signatureOf(secret, String(headers['orgledger-timestamp']), body));
    expect(JSON.parse(body)).toMatchObject({ id: notificationId, ...message });
  });

  it('are tried again, later each time, with the same id; then a dead letter that a person sends again', async () => {
    const before = receiver.received.length;
    receiver.answer((response) => void response.writeHead(503).end());
    const [notificationId = ''] = await ask(await addTarget({ kind: 'webhook', url: receiver.url }));
    dispatch();
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      const view = await until(notificationId, (seen) => seen.status === 'waiting' && seen.attempts === attempt);
      expect(view.problem).toMatchObject({ code: 'TARGET_ANSWERED', message: 'The target answered 503.' });
      const wait = Date.parse(view.dueAt ?? '') - clock.now().getTime();
      expect(wait).toBeGreaterThan(0);
      ahead += wait;
    }
    const dead = await until(notificationId, isIn('deadLetter'));
    expect(dead).toMatchObject({ attempts: 7, problem: { code: 'TARGET_ANSWERED', remedy: expect.stringContaining('retry') as string } });
    expect((await queries.notifications({ status: 'deadLetter' })).nodes.map((node) => node.notificationId)).toContain(notificationId);

    receiver.answer((response) => void response.writeHead(200).end('ok'));
    const handler = new NotificationCommandHandler(store);
    await handler.execute(
      new ExecuteNotificationCommand({ type: 'RetryNotification', notificationId, meta: { ...commandMeta(), now: clock.now().toISOString() } }),
    );
    await until(notificationId, isIn('delivered'));
    const ids = receiver.received.slice(before).map(({ headers }) => headers['idempotency-key']);
    expect(ids).toEqual(Array.from({ length: 8 }, () => notificationId));
  });

  it('follow no redirect', async () => {
    receiver.answer((response) => void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end());
    const [notificationId = ''] = await ask(await addTarget({ kind: 'webhook', url: receiver.url }));
    dispatch();
    expect(await until(notificationId, isIn('deadLetter'))).toMatchObject({ attempts: 1, problem: { code: 'REDIRECT_REFUSED' } });
  });

  it('call no private address, by name or number, even when the target is stored', async () => {
    const before = receiver.received.length;
    const byNumber = await addTarget({ kind: 'webhook', url: receiver.url });
    const byName = await addTarget({ kind: 'webhook', url: receiver.url.replace('127.0.0.1', 'localhost') });
    const metadataService = await addTarget({ kind: 'webhook', url: 'https://169.254.169.254/latest' });
    const ids = await ask(byNumber, byName, metadataService);
    dispatch({ webhook: { allowLoopback: false, timeoutMs: 5_000 } });
    for (const id of ids) expect(await until(id, isIn('deadLetter'))).toMatchObject({ problem: { code: 'ADDRESS_REFUSED' } });
    expect(receiver.received).toHaveLength(before);
  });

  it('do not wait for a receiver that never answers', async () => {
    receiver.answer(() => undefined);
    const [notificationId = ''] = await ask(await addTarget({ kind: 'webhook', url: receiver.url }));
    const dispatcher = dispatch({ webhook: { allowLoopback: true, timeoutMs: 50 } });
    expect(await until(notificationId, (view) => view.attempts === 1 && view.status === 'waiting')).toMatchObject({
      problem: { code: 'TARGET_TIMEOUT' },
    });
    await dispatcher.stop();
  });

  it('go out again when their sender died before it stored the outcome, with the same id', async () => {
    const before = receiver.received.length;
    const [notificationId = ''] = await ask(await addTarget({ kind: 'webhook', url: receiver.url }));
    const dying: EventStore = Object.assign(Object.create(store) as EventStore, {
      append: (...args: Parameters<EventStore['append']>) =>
        args[2].some(({ type }) => type === 'NotificationDelivered') ? Promise.reject(new Error('died')) : store.append(...args),
    });
    const first = dispatch({ store: dying, onDefect: () => undefined });
    await receiver.takes(notificationId);
    await first.stop();
    ahead += 121_000;
    dispatch();
    expect(await until(notificationId, isIn('delivered'))).toMatchObject({ attempts: 2 });
    // Others, whose outcome another test left open, may come due, too.
    const keys = receiver.received.slice(before).map(({ headers }) => headers['idempotency-key']);
    expect(keys.filter((key) => key === notificationId)).toHaveLength(2);
  });

  it('go to a person by the address that the person has when the mail is sent', async () => {
    const subjectId = uuidv7(new Date());
    await people.put(subjectId, { email: 'old@example.com', name: 'Ann' });
    const targetId = await addTarget({ kind: 'email', subjectId }, {});
    await people.put(subjectId, { email: 'new@example.com', name: 'Ann' });
    const [notificationId = ''] = await ask(targetId);
    dispatch();
    await until(notificationId, isIn('delivered'));
    const mail = mailServer.mails.at(-1)!;
    expect(mail).toMatchObject({ from: 'orgledger@example.com', to: ['new@example.com'] });
    expect(mail.content).toContain(`Message-ID: <${notificationId}@example.com>`);
    expect(mail.content).toContain('Auto-Submitted: auto-generated');
    expect(mail.content).toMatch(/Actual: 812\.50 USD/);

    await people.forget(subjectId);
    const [again = ''] = await ask(targetId);
    expect(await until(again, isIn('deadLetter'))).toMatchObject({ problem: { code: 'PERSON_UNKNOWN' } });
  });

  it('tell of a refused mail without the address', async () => {
    const subjectId = uuidv7(new Date());
    await people.put(subjectId, { email: 'secret.person@example.com', name: 'Bob' });
    const targetId = await addTarget({ kind: 'email', subjectId }, {});
    mailServer.refuseWith(550);
    const [refused = ''] = await ask(targetId);
    dispatch();
    expect(await until(refused, isIn('deadLetter'))).toMatchObject({ problem: { code: 'MAIL_REFUSED', message: 'The mail server answered 550.' } });
    mailServer.refuseWith(451);
    const [later = ''] = await ask(targetId);
    expect(await until(later, (view) => view.attempts === 1 && view.status === 'waiting')).toMatchObject({ problem: { code: 'MAIL_REFUSED' } });
  });

  it.each([
    [{ password: 'wrong' }, 'MAIL_LOGIN_REFUSED'],
    [{ tls: 'starttls' }, 'MAIL_TLS_FAILED'],
  ])('say what is wrong with the mail server’s settings: %j', async (wrong, code) => {
    const subjectId = uuidv7(new Date());
    await people.put(subjectId, { email: 'a@example.com', name: 'A' });
    const [notificationId = ''] = await ask(await addTarget({ kind: 'email', subjectId }, {}));
    dispatch({
      smtp: { host: '127.0.0.1', port: mailServer.port, tls: 'none', from: 'o@example.com', user: 'orgledger', password: 'word', ...wrong } as never,
    });
    expect(await until(notificationId, isIn('deadLetter'))).toMatchObject({ problem: { code } });
  });

  it('leave no secret and no address in events or files', async () => {
    const targetId = await addTarget({ kind: 'webhook', url: receiver.url }, { secret: 'first-telling-secret' });
    await targets.execute(new ExecuteTargetCommand({ type: 'ReplaceTargetSecret', targetId, secret: 'second-telling-secret', meta: commandMeta() }));
    expect(await secrets.get(targetId)).toBe('second-telling-secret');
    const stored: string[] = [];
    for await (const event of store.readAll()) stored.push(JSON.stringify(event.data));
    const everything = stored.join('\n') + readFileSync(secretsFiles.file).toString('latin1');
    expect(everything).not.toMatch(/telling-secret|secret\.person|new@example/);
    await targets.execute(new ExecuteTargetCommand({ type: 'RemoveTarget', targetId, reason: 'over', meta: commandMeta() }));
    expect(await secrets.get(targetId)).toBeUndefined();
  });
});
