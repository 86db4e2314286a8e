import type { RecordedAnchor } from './anchor.js';
import type { ChainedEvent, Report } from './chain-report.js';

/** Heads that anchors vouch for. The chain proves that events fit each other; only these prove that they are the ones that were there. */
export class VouchedHeads {
  private readonly streams = new Map<string, Map<number, { readonly hash: string; readonly source: string }>>();

  constructor(private readonly report: Report) {}

  add(anchor: RecordedAnchor, source: string): void {
    for (const [stream, revision, hash] of anchor.heads) {
      const heads = this.streams.get(stream) ?? new Map<number, { hash: string; source: string }>();
      this.streams.set(stream, heads);
      const known = heads.get(revision);
      if (known && known.hash !== hash)
        this.report('rewritten', stream, revision, `${stream}, revision ${revision}: ${source} name another hash than ${known.source}`);
      heads.set(revision, { hash, source });
    }
  }

  check({ stream, revision, hash }: ChainedEvent): void {
    const vouched = this.streams.get(stream)?.get(revision);
    if (vouched && vouched.hash !== hash)
      this.report('rewritten', stream, revision, `${stream}, revision ${revision}: its hash is not the one in ${vouched.source}`);
  }

  /** Called once per stream that is there, with its last revision. */
  finish(stream: string, lastRevision: number): void {
    const heads = this.streams.get(stream);
    this.streams.delete(stream);
    const highest = Math.max(-1, ...(heads?.keys() ?? []));
    if (highest > lastRevision)
      this.report(
        'tailCut',
        stream,
        lastRevision,
        `${stream} ends at revision ${lastRevision}, but ${heads?.get(highest)?.source} saw revision ${highest}`,
      );
  }

  /** Streams that are vouched for and are not there at all. */
  finishMissing(): void {
    for (const [stream, heads] of [...this.streams]) {
      if (heads.size > 0) this.report('tailCut', stream, -1, `${stream} is gone; its revision ${Math.max(...heads.keys())} was anchored`);
      this.streams.delete(stream);
    }
  }
}
