import { cursorTo, clearScreenDown, moveCursor } from 'node:readline';

export interface RunProgress {
  readonly title: string;
  readonly done: number;
  readonly total: number;
  readonly state: string;
  readonly remark: string;
}

const width = 22;

/** One line per run: a bar over its steps, its state and the newest remark, cut to the terminal's width. */
export const renderProgress = (runs: readonly RunProgress[], footer: string, columns: number): string[] => {
  const titleWidth = Math.max(0, ...runs.map(({ title }) => title.length));
  const lines = runs.map(({ title, done, total, state, remark }) => {
    const filled = total === 0 ? 0 : Math.round((done / total) * width);
    return `  ${title.padEnd(titleWidth)} ${'█'.repeat(filled)}${'·'.repeat(width - filled)} ${state.padEnd(9)} ${remark}`;
  });
  return [...lines, `  ${footer}`].map((line) => (line.length > columns ? `${line.slice(0, columns - 1)}…` : line));
};

/** Draws over what it drew before on a terminal; elsewhere it writes a line only when a run's state changed. */
export class ProgressDisplay {
  private drawn = 0;
  private readonly told = new Map<string, string>();

  constructor(private readonly out: NodeJS.WriteStream) {}

  show(runs: readonly RunProgress[], footer: string): void {
    if (!this.out.isTTY) {
      this.tell(runs);
      return;
    }
    if (this.drawn > 0) {
      moveCursor(this.out, 0, -this.drawn);
      cursorTo(this.out, 0);
      clearScreenDown(this.out);
    }
    const lines = renderProgress(runs, footer, this.out.columns);
    this.out.write(`${lines.join('\n')}\n`);
    this.drawn = lines.length;
  }

  private tell(runs: readonly RunProgress[]): void {
    for (const { title, state, remark } of runs) {
      if (this.told.get(title) === state) continue;
      this.told.set(title, state);
      this.out.write(`  ${title}: ${state}${remark === '' ? '' : ` — ${remark}`}\n`);
    }
  }
}
