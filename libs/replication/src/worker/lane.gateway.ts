/** At most `width` pieces of work at once; the rest waits in line. */
export class Lane {
  private active = 0;
  private readonly line: (() => void)[] = [];

  constructor(private readonly width: number) {}

  /** Under way or in line. */
  get load(): number {
    return this.active + this.line.length;
  }

  get hasRoom(): boolean {
    return this.load < this.width;
  }

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.active >= this.width) await new Promise<void>((resolve) => this.line.push(resolve));
    else this.active += 1;
    try {
      return await work();
    } finally {
      const next = this.line.shift();
      // The place goes to the next in line without being free in between.
      if (next) next();
      else this.active -= 1;
    }
  }
}
