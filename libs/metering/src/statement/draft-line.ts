import type { Units } from '@orgledger/kernel';
import type { Month } from '../month.js';
import type { LineKind, StatementLine } from './statement.js';

/** A line in the making. One shape for all: a month may have millions. */
export interface DraftLine {
  readonly kind: LineKind;
  readonly service: string | undefined;
  readonly recordType: string | undefined;
  readonly accountId: string | undefined;
  readonly commitmentId: string | undefined;
  readonly sourceId: string | undefined;
  readonly description: string | undefined;
  readonly seller: string;
  exact: Units;
  /** Cash-basis cost of the same cells; undefined for lines that are made of no cells. */
  billed: Units | undefined;
  /** Set by rounding. */
  cents: bigint;
  /** Cents of the statement's currency. */
  converted: bigint;
  readonly correctedMonth: Month | undefined;
  readonly correctedKind: LineKind | undefined;
}

type Given = Pick<DraftLine, 'kind' | 'seller' | 'exact'> & Partial<DraftLine>;

export const draftLine = (given: Given): DraftLine => ({
  kind: given.kind,
  service: given.service,
  recordType: given.recordType,
  accountId: given.accountId,
  commitmentId: given.commitmentId,
  sourceId: given.sourceId,
  description: given.description,
  seller: given.seller,
  exact: given.exact,
  billed: given.billed,
  cents: given.cents ?? 0n,
  converted: given.converted ?? 0n,
  correctedMonth: given.correctedMonth,
  correctedKind: given.correctedKind,
});

type Key = Pick<StatementLine, 'kind' | 'service' | 'accountId' | 'recordType' | 'commitmentId' | 'sourceId' | 'correctedMonth' | 'correctedKind'>;

/** By UTF-16 code units: the same on every machine. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order of a statement's lines, and of who gets a cent at equal remainders: kind, service, then the rest of the key. */
export const compareLines = (a: DraftLine, b: DraftLine): number =>
  compareTexts(a.kind, b.kind) ||
  compareTexts(a.service ?? '', b.service ?? '') ||
  compareTexts(a.accountId ?? '', b.accountId ?? '') ||
  compareTexts(a.recordType ?? '', b.recordType ?? '') ||
  compareTexts(a.commitmentId ?? '', b.commitmentId ?? '') ||
  compareTexts(a.sourceId ?? '', b.sourceId ?? '') ||
  compareTexts(a.correctedMonth ?? '', b.correctedMonth ?? '') ||
  compareTexts(a.correctedKind ?? '', b.correctedKind ?? '');

const part = (text: string | undefined): string => {
  if (text === undefined) return '';
  return text.includes('|') || text.includes('\\') ? text.replaceAll(/[|\\]/g, '\\$&') : text;
};

/** The key as text, e.g. `USAGE|Amazon Simple Storage Service|111122223333|Usage||`. */
export const lineId = (line: { readonly [Member in keyof Key]: Key[Member] | undefined } & { readonly kind: LineKind }): string => {
  const id = [line.kind, line.service, line.accountId, line.recordType, line.commitmentId, line.sourceId].map(part).join('|');
  return line.correctedMonth === undefined ? id : `${id}|${line.correctedMonth}|${line.correctedKind ?? ''}`;
};
