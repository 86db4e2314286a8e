import { uuidv7 } from '@orgledger/kernel';
import { runningApi } from '../testing/running-api.js';
import type { RunningApi } from '../testing/running-api.js';

const shown = '... on WorkspaceSuccess { visible commandId workspace { workspaceIdentifier displayName status } }';

describe('the API', () => {
  let api: RunningApi;
  beforeAll(async () => (api = await runningApi()));
  afterAll(() => api.close());

  const createWorkspace = (input: object) => api.mutate('createWorkspace', 'CreateWorkspaceInput', input, shown);

  it('is alive and ready without a key', async () => {
    const alive = await fetch(`${api.url}/healthz`);
    expect([alive.status, await alive.json()]).toEqual([200, { status: 'ok' }]);
    await createWorkspace({ workspaceIdentifier: 'health', displayName: 'Health' });
    const ready = await fetch(`${api.url}/readyz`);
    expect(await ready.json()).toMatchObject({
      status: 'ok',
      readModels: expect.arrayContaining([{ name: 'governance', version: 2, state: 'live' }]) as unknown,
    });
  });

  it('shows a change as soon as it says that it is visible', async () => {
    const result = await createWorkspace({ workspaceIdentifier: 'payments', displayName: 'Payments ✓' });
    expect(result).toMatchObject({
      __typename: 'WorkspaceSuccess',
      visible: true,
      workspace: { workspaceIdentifier: 'payments', displayName: 'Payments ✓', status: 'ACTIVE' },
    });
    const { data } = await api.ask('{ workspace(workspaceIdentifier: "payments") { displayName } }');
    expect(data).toEqual({ workspace: { displayName: 'Payments ✓' } });
  });

  it('carries a repeated command out once', async () => {
    const input = { commandId: uuidv7(new Date()), workspaceIdentifier: 'once', displayName: 'Once' };
    const first = await createWorkspace(input);
    const head = await api.store.head();
    expect(await createWorkspace(input)).toEqual(first);
    expect(await api.store.head()).toBe(head);
    expect(await createWorkspace({ ...input, commandId: uuidv7(new Date()), displayName: 'Other' })).toMatchObject({
      __typename: 'ConflictError',
      code: 'WORKSPACE_EXISTS',
      field: 'workspaceIdentifier',
    });
  });

  it('records who asked, under which request', async () => {
    const requestId = uuidv7(new Date());
    await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${api.apiKey}`, 'x-request-id': requestId },
      body: JSON.stringify({ query: 'mutation { createWorkspace(input: { workspaceIdentifier: "traced", displayName: "Traced" }) { __typename } }' }),
    });
    const { events } = await api.store.readStream('workspace-traced');
    expect(events[0]?.metadata).toMatchObject({ $correlationId: requestId, actor: { kind: 'apiKey', id: api.apiKey.split('_')[1] } });
  });

  it('pages through lists', async () => {
    for (const n of [1, 2, 3]) await createWorkspace({ workspaceIdentifier: `page-${n}`, displayName: `Page ${n}` });
    const document =
      'query ($after: String) { workspaces(search: "page-", first: 2, after: $after) { nodes { workspaceIdentifier } pageInfo { endCursor hasNextPage } totalCount } }';
    const first = (await api.ask(document)).data?.workspaces as { pageInfo: { endCursor: string } };
    expect(first).toMatchObject({
      nodes: [{ workspaceIdentifier: 'page-1' }, { workspaceIdentifier: 'page-2' }],
      totalCount: 3,
      pageInfo: { hasNextPage: true },
    });
    const second = (await api.ask(document, { after: first.pageInfo.endCursor })).data?.workspaces;
    expect(second).toMatchObject({ nodes: [{ workspaceIdentifier: 'page-3' }], totalCount: 3, pageInfo: { hasNextPage: false } });
  });

  it.each([
    ['first: 101', 'first', 'between:1:100'],
    ['first: 0', 'first', 'between:1:100'],
    ['after: "nonsense!"', 'after', undefined],
  ])('refuses a page with %s', async (argument, field, rule) => {
    const { errors } = await api.ask(`{ workspaces(${argument}) { totalCount } }`);
    expect(errors[0]?.extensions).toMatchObject({ code: 'FIELD_MALFORMED', field, ...(rule === undefined ? {} : { rule }) });
  });

  it('answers null for what is not there, whatever is asked for', async () => {
    for (const id of ['nobody', 'Ünïcode', '', 'x'.repeat(5000), "'; DROP TABLE workspaces; --"]) {
      const { data } = await api.ask('query ($id: ID!) { workspace(workspaceIdentifier: $id) { displayName } }', { id });
      expect(data).toEqual({ workspace: null });
    }
  });

  it('takes personal data from the person store, and forgets it', async () => {
    const person = { email: 'ada@example.com', name: 'Ada Lovelace', euid: 'ada' };
    const select = '... on UserSuccess { subjectId user { status person { email name euid } } }';
    const { subjectId, ...registered } = await api.mutate('registerUser', 'RegisterUserInput', { person }, select);
    expect(registered).toEqual({ __typename: 'UserSuccess', user: { status: 'ACTIVE', person } });
    const { events } = await api.store.readStream(`user-${String(subjectId)}`);
    expect(JSON.stringify(events, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toMatch(/example\.com|lovelace/i);
    const forgotten = await api.mutate('deleteUser', 'UserKeyInput', { subjectId }, select);
    expect(forgotten).toMatchObject({ user: { status: 'DELETED', person: null } });
  });
});

describe('access', () => {
  let api: RunningApi;
  beforeAll(async () => (api = await runningApi()));
  afterAll(() => api.close());

  it.each([
    ['no key', ''],
    ['another scheme', 'Basic b3BlcmF0b3I6eA=='],
    ['a made-up key', `Bearer orgledger_${uuidv7(new Date(0))}_${'a'.repeat(43)}`],
    ['nonsense', 'Bearer x'],
  ])('refuses everything with %s', async (_, authorization) => {
    for (const query of ['{ workspaces { totalCount } }', '{ __schema { queryType { name } } }', '{ __typename }'])
      expect(await api.ask(query, {}, authorization)).toMatchObject({ status: 401, data: null });
  });

  it('refuses a key whose secret differs in one character', async () => {
    const last = api.apiKey.at(-1) === 'A' ? 'B' : 'A';
    expect((await api.ask('{ __typename }', {}, `Bearer ${api.apiKey.slice(0, -1)}${last}`)).status).toBe(401);
    expect((await api.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  it('keeps of the key only a hash', async () => {
    const [, keyId = ''] = api.apiKey.split('_');
    // It may hold the separator itself.
    const secret = api.apiKey.slice(`orgledger_${keyId}_`.length);
    expect(secret).toMatch(/^[\w-]{43}$/);
    const { events } = await api.store.readStream(`apikey-${keyId}`);
    expect(events.map((event) => event.type)).toEqual(['ApiKeyCreated']);
    expect(JSON.stringify(events[0]?.data)).not.toContain(secret);
    expect((events[0]?.data as { secretHash: string }).secretHash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('limits', () => {
  let api: RunningApi;
  beforeAll(async () => (api = await runningApi()));
  afterAll(() => api.close());

  it('refuses a query that is too deep', async () => {
    const deep = `{ __schema { queryType { fields { type ${'{ ofType '.repeat(16)} { name } ${'}'.repeat(16)} } } } }`;
    const { errors } = await api.ask(deep);
    expect(errors[0]?.message).toMatch(/depth/);
  });

  it('refuses a query that is too long', async () => {
    const { errors, data } = await api.ask(`{ ${Array.from({ length: 3000 }, (_, n) => `a${n}: __typename`).join(' ')} }`);
    expect(data).toBeNull();
    expect(errors[0]?.message).toMatch(/tokens/);
  });

  it('refuses a body that is too large', async () => {
    expect((await api.ask('{ __typename }', { filler: 'x'.repeat(300_000) })).status).toBe(413);
  });

  it('does not take several queries in one request', async () => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${api.apiKey}` },
      body: JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]),
    });
    expect(response.status).toBe(400);
  });
});
