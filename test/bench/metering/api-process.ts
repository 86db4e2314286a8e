import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { EventStore, Position } from '@orgledger/event-store';

interface ReadyLine {
  readonly url: string;
  /** At the first start only. */
  readonly apiKey?: string;
}

interface Spread {
  readonly longest: number;
  readonly p99: number;
}

export interface ProbeResult extends Spread {
  readonly requests: number;
  /** Of a server that does nothing, meanwhile: what the machine makes anybody wait. */
  readonly idle: Spread;
}

/** The API over a data folder, which also projects what is stored in it, with somebody who asks for its health all the while. */
export class ApiProcess {
  private static readonly keys = new Map<string, string>();

  private constructor(
    private readonly child: ChildProcess,
    private readonly attendants: readonly [probe: ChildProcess, idle: ChildProcess],
    private readonly dataDir: string,
    private readonly store: EventStore,
    private readonly url: string,
  ) {}

  static async start(dataDir: string, store: EventStore): Promise<ApiProcess> {
    const environment = {
      PATH: process.env.PATH,
      ORGLEDGER_DATA_DIR: dataDir,
      ORGLEDGER_PORT: '0',
      ORGLEDGER_READY_JSON: '1',
      ORGLEDGER_LOG_LEVEL: 'error',
    };
    const child = spawn(process.execPath, ['dist/apps/api/src/main.js'], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
    const ready = await new Promise<ReadyLine>((resolve, reject) => {
      child.stdout.once('data', (line: Buffer) => resolve(JSON.parse(line.toString()) as ReadyLine));
      child.once('exit', (code) => reject(new Error(`the API ended with ${code}`)));
    });
    if (ready.apiKey !== undefined) ApiProcess.keys.set(dataDir, ready.apiKey);
    const idle = fork('dist/test/bench/metering/idle-server.program.js');
    const idleUrl = await new Promise<string>((resolve) => idle.once('message', (address) => resolve(address as string)));
    const probe = fork('dist/test/bench/metering/health-probe.program.js', [`${ready.url}/healthz`, idleUrl]);
    await new Promise((resolve) => probe.once('message', resolve));
    return new ApiProcess(child, [probe, idle], dataDir, store, ready.url);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Where a download is, and with what one asks for it. */
  address(path: string): { readonly url: string; readonly headers: { readonly authorization: string } } {
    return { url: this.url + path, headers: { authorization: `Bearer ${ApiProcess.keys.get(this.dataDir) ?? ''}` } };
  }

  /** Longest health answer while `work` went on. */
  async probed<Result>(work: () => Promise<Result>): Promise<{ readonly result: Result; readonly health: ProbeResult }> {
    const [probe] = this.attendants;
    probe.send('begin');
    const result = await work();
    const health = new Promise<ProbeResult>((resolve) => probe.once('message', (message) => resolve(message as ProbeResult)));
    probe.send('end');
    return { result, health: await health };
  }

  /** Bytes of an export. */
  async download(path: string): Promise<number> {
    const { url, headers } = this.address(path);
    const answer = await fetch(url, { headers });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    let bytes = 0;
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) bytes += chunk.length;
    return bytes;
  }

  /** Every read model has what is stored now. */
  async caughtUp(): Promise<void> {
    const head = await this.store.head();
    const views = new DatabaseSync(join(this.dataDir, 'views.sqlite'), { readOnly: true, timeout: 5_000 });
    const positions = views.prepare("SELECT position FROM projection_checkpoints WHERE name NOT LIKE 'reaction %'");
    for (;;) {
      const rows = positions.all() as unknown as readonly { readonly position: Position | 'start' }[];
      if (rows.length > 0 && rows.every(({ position }) => position !== 'start' && this.store.comparePositions(position, head) >= 0)) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    views.close();
  }

  async stop(): Promise<void> {
    for (const attendant of this.attendants) attendant.kill('SIGKILL');
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await ended;
  }
}
