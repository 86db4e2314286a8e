import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openSqliteEventStore, toNewEvent } from '@orgledger/event-store';
import { metadataOf, uuidv5 } from '@orgledger/kernel';
import { meteringStreams } from '@orgledger/metering';
import { openViews } from '@orgledger/projections';
import { sql } from 'kysely';
import { eventually } from '../replication/support/eventually.js';

const many = 2_500;
const namespace = '3f2f3a50-0a0f-5c39-8a9b-6a3d8ff1f0d2';

const fill = async (file: string): Promise<void> => {
  const store = openSqliteEventStore({ file });
  await Promise.all(
    Array.from({ length: many }, (_, index) => {
      const accountId = String(100_000_000_000 + index);
      const id = uuidv5(namespace, accountId);
      const event = {
        type: 'AccountAssigned',
        ...{ accountId, from: '2026-01-01T00:00:00.000Z', why: 'created', tenantId: id },
        ...{ workspaceIdentifier: 'ws', projectIdentifier: 'dev', platformIdentifier: 'aws' },
      } as const;
      const meta = metadataOf({ commandId: id, actor: { kind: 'system', id: 'spec' }, now: event.from, correlationId: id });
      return store.append(meteringStreams.accountTenancy(accountId), 'no_stream', [toNewEvent(event, id, meta)]);
    }),
  );
  await store.close();
};

describe('a process that starts far behind the log', () => {
  let dataDir: string;
  let child: ChildProcess;

  afterEach(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true });
  });

  it('brings its read models up to it in a thread, and is ready when they are', async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'orgledger-behind-'));
    await fill(join(dataDir, 'events.sqlite'));
    const env = { PATH: process.env.PATH, ORGLEDGER_DATA_DIR: dataDir, ORGLEDGER_PORT: '0', ORGLEDGER_READY_JSON: '1', ORGLEDGER_LOG_LEVEL: 'info' };
    const api = spawn(process.execPath, ['dist/apps/api/src/main.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child = api;
    let log = '';
    api.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: api.stdout }).on('line', (line) => {
        log += line;
        const { url: found } = JSON.parse(line) as { readonly url?: string };
        if (found !== undefined) resolve(found);
      });
      api.once('exit', () => reject(new Error(log)));
    });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await eventually(async () => ((await fetch(`${url}/readyz`)).ok ? true : undefined));

    expect(log).toContain('brought up to the log in a thread');
    expect(log).not.toContain('the thread died');
    const views = openViews({ file: join(dataDir, 'views.sqlite') });
    const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM metering_accounts WHERE tenant_id IS NOT NULL`.execute(views.read);
    expect(rows[0]?.count).toBe(many);
    await views.close();
  });
});
