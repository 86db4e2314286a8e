/** Sandbox time as a line over wall time. All in ms since 1970, UTC. */
export interface ClockLine {
  readonly origin: number;
  readonly wallOrigin: number;
  readonly scale: number;
}

export interface ClockReading extends ClockLine {
  readonly now: number;
}

/** The sandbox's own time: runs `scale` times as fast as the wall clock and can be moved forward, never back. */
export class SandboxClock {
  private line: ClockLine;
  private readonly wakeups = new Set<() => void>();

  constructor(origin: number, scale: number) {
    this.line = { origin, wallOrigin: Date.now(), scale };
  }

  now(): number {
    return Math.floor(this.line.origin + (Date.now() - this.line.wallOrigin) * this.line.scale);
  }

  read(): ClockReading {
    return { ...this.line, now: this.now() };
  }

  setScale(scale: number): void {
    this.rebase(this.now(), scale);
  }

  advance(ms: number): void {
    this.rebase(this.now() + ms, this.line.scale);
  }

  /** Continues a saved world: its time goes on from where it stood. */
  moveTo(now: number): void {
    this.rebase(now, this.line.scale);
  }

  /** Resolves after `ms` of sandbox time, or at once when the signal aborts. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    const deadline = this.now() + ms;
    while (!signal.aborted && this.now() < deadline) await this.nap(Math.max(1, (deadline - this.now()) / this.line.scale), signal);
  }

  private nap(wallMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.wakeups.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, Math.min(wallMs, 2 ** 31 - 1));
      this.wakeups.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  private rebase(origin: number, scale: number): void {
    this.line = { origin, wallOrigin: Date.now(), scale };
    for (const wake of [...this.wakeups]) wake();
  }
}
