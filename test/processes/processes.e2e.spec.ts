import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Started {
  readonly ready: { readonly process: string; readonly url?: string; readonly port?: number; readonly apiKey?: string; readonly dataDir: string };
  readonly child: ChildProcess;
  readonly ended: Promise<number | NodeJS.Signals>;
}

describe('the processes', () => {
  let dataDir: string;
  const started: Started[] = [];

  beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), 'orgledger-processes-'))));
  afterEach(async () => {
    for (const { child, ended } of started.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(dataDir, { recursive: true });
  });

  const environment = (more: Readonly<Record<string, string>> = {}) => ({
    PATH: process.env.PATH,
    ORGLEDGER_DATA_DIR: dataDir,
    ORGLEDGER_PORT: '0',
    ORGLEDGER_READY_JSON: '1',
    ORGLEDGER_LOG_LEVEL: 'warn',
    ORGLEDGER_SWEEP_AT: 'off',
    ...more,
  });

  const start = async (name: string): Promise<Started> => {
    const child = spawn(process.execPath, [`dist/apps/${name}/src/main.js`], { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise<number | NodeJS.Signals>((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code ?? 0)));
    const ready = await new Promise<Started['ready']>((resolve, reject) => {
      child.stdout.once('data', (line: Buffer) => resolve(JSON.parse(line.toString()) as Started['ready']));
      void ended.then((how) => reject(new Error(`${name} ended before it was ready: ${how}`)));
    });
    const process_ = { ready, child, ended };
    started.push(process_);
    return process_;
  };

  const runToEnd = (name: string, args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      execFile(process.execPath, [`dist/apps/${name}/src/main.js`, ...args], { env: environment(more) }, (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      });
    });

  const stop = ({ child, ended }: Started): Promise<number | NodeJS.Signals> => {
    child.kill('SIGTERM');
    return ended;
  };

  const ask = async ({ ready }: Started, apiKey: string, query: string): Promise<{ status: number; data?: Record<string, unknown> }> => {
    const response = await fetch(`${ready.url ?? ''}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ query }),
    });
    return { status: response.status, ...((await response.json()) as object) };
  };

  const createWorkspace = (identifier: string) =>
    `mutation { createWorkspace(input: { workspaceIdentifier: "${identifier}", displayName: "X" }) { __typename ... on WorkspaceSuccess { visible } } }`;

  it('standalone tells its first key once, and goes on with the same data', async () => {
    const first = await start('standalone');
    expect(first.ready).toMatchObject({ process: 'standalone', dataDir, url: `http://127.0.0.1:${first.ready.port ?? 0}` });
    const { apiKey = '' } = first.ready;
    expect((await ask(first, apiKey, createWorkspace('kept'))).data).toMatchObject({ createWorkspace: { visible: true } });
    expect(await stop(first)).toBe(0);

    const second = await start('standalone');
    expect(second.ready).not.toHaveProperty('apiKey');
    expect((await ask(second, apiKey, '{ workspace(workspaceIdentifier: "kept") { displayName } }')).data).toEqual({
      workspace: { displayName: 'X' },
    });
    expect(await stop(second)).toBe(0);
  });

  it('loses nothing that it answered when it is killed', async () => {
    const first = await start('standalone');
    const { apiKey = '' } = first.ready;
    expect((await ask(first, apiKey, createWorkspace('answered'))).data).toMatchObject({ createWorkspace: { __typename: 'WorkspaceSuccess' } });
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await start('standalone');
    expect((await ask(second, apiKey, createWorkspace('answered'))).data).toMatchObject({ createWorkspace: { __typename: 'ConflictError' } });
  });

  it('api and replicator share one data folder', async () => {
    const api = await start('api');
    const replicator = await start('replicator');
    expect(replicator.ready).toEqual({ ready: true, process: 'replicator', dataDir });
    const { apiKey = '' } = api.ready;
    expect((await ask(api, apiKey, createWorkspace('shared'))).data).toMatchObject({ createWorkspace: { visible: true } });
    expect(await stop(api)).toBe(0);
    // The replicator keeps the read models up while no API runs; a new API finds them.
    const again = await start('api');
    expect((await ask(again, apiKey, createWorkspace('later'))).data).toMatchObject({ createWorkspace: { visible: true } });
    expect(await Promise.all([stop(again), stop(replicator)])).toEqual([0, 0]);
  });

  it('gives a new operator key to who may write its data, and ends the old one', async () => {
    const first = await start('api');
    const { apiKey = '' } = first.ready;
    const { out, code } = await runToEnd('api', ['--new-operator-key']);
    const [key = ''] = /orgledger_\S+/.exec(out) ?? [];
    expect(code).toBe(0);
    expect((await ask(first, apiKey, '{ __typename }')).status).toBe(401);
    expect((await ask(first, key, '{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  it('says in words why it does not start', async () => {
    const wrong = await runToEnd('standalone', [], { ORGLEDGER_SWEEP_AT: 'midnight', ORGLEDGER_PORT: 'x' });
    expect(wrong.code).toBe(1);
    expect(wrong.err.trim().split('\n')).toEqual([
      'The configuration cannot be used:',
      '  ORGLEDGER_PORT: is not a whole number. Set it to a port from 0 to 65535.',
      '  ORGLEDGER_SWEEP_AT: is neither HH:MM nor off. Set it to HH:MM in UTC, or off.',
    ]);
    const nobody = await runToEnd('standalone', [], { ORGLEDGER_AWS_ENDPOINT: 'http://127.0.0.1:1', ORGLEDGER_LOG_LEVEL: 'silent' });
    expect(nobody).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^The sandbox at http:\/\/127\.0\.0\.1:1 does not answer\. Start it/) as string,
    });
  });

  it('says that its port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as AddressInfo;
    const taken = await runToEnd('api', [], { ORGLEDGER_PORT: String(port), ORGLEDGER_LOG_LEVEL: 'silent' });
    expect(taken).toMatchObject({ code: 1, err: expect.stringMatching(/^The port is taken\./) as string });
    await new Promise((resolve) => holder.close(resolve));
  });
});
