import type { Capabilities } from '../src/index.js';
import type { ContractFactory, ContractFixture } from './contract-fixture.js';

export type Outcome = 'pass' | 'FAIL' | '-';

/** Which case of specs/event-store.md §4 ran on which adapter, printed once as cases × adapters. */
export class CaseTable {
  private readonly adapters: string[] = [];
  private readonly rows = new Map<string, Map<string, Outcome>>();

  addAdapter(adapter: string): void {
    if (!this.adapters.includes(adapter)) this.adapters.push(adapter);
  }

  record(adapter: string, title: string, outcome: Outcome): void {
    const row = this.rows.get(title) ?? new Map<string, Outcome>();
    this.rows.set(title, row.set(adapter, outcome));
  }

  print(): string {
    const number = (title: string): number => Number.parseInt(title, 10);
    const titles = [...this.rows.keys()].sort((a, b) => number(a) - number(b) || (a < b ? -1 : 1));
    const width = Math.max(...titles.map((title) => title.length));
    const line = (cells: readonly string[]): string => cells.map((cell, index) => (index === 0 ? cell.padEnd(width) : cell.padStart(8))).join('  ');
    return [
      line(['case', ...this.adapters]),
      ...titles.map((title) => line([title, ...this.adapters.map((a) => this.rows.get(title)?.get(a) ?? '-')])),
    ].join('\n');
  }
}

export type DefineCase = (
  title: string,
  run: (fixture: ContractFixture) => Promise<void>,
  options?: { readonly needs?: (capabilities: Capabilities) => boolean; readonly timeoutMs?: number },
) => void;

/** Defines a test per case that the adapter's capabilities allow. A title starts with the number of the case. */
export const caseDefiner =
  (adapter: string, factory: ContractFactory, capabilities: Capabilities, table: CaseTable): DefineCase =>
  (title, run, { needs, timeoutMs } = {}) => {
    table.addAdapter(adapter);
    table.record(adapter, title, '-');
    if (needs && !needs(capabilities)) return;
    it(
      title,
      async () => {
        table.record(adapter, title, 'FAIL');
        const fixture = await factory();
        try {
          await run(fixture);
        } finally {
          await fixture.cleanUp();
        }
        table.record(adapter, title, 'pass');
      },
      timeoutMs,
    );
  };
