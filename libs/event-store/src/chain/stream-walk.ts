import { chainHashOfStored } from './chain-hash.js';
import type { ChainedEvent, Report } from './chain-report.js';

/** Follows the chain of one stream. An event that does not fit is judged together with the next one, which tells an edit from a removal or an insertion. */
export class StreamWalk {
  revision = -1;
  private previous: ChainedEvent | undefined;
  /** Hash before `previous`. */
  private before: string | null = null;
  private suspect: ChainedEvent | undefined;
  /** How far revisions were moved by insertions (+) and removals (−) found so far. */
  private shift = 0;
  private chained: boolean | undefined;
  private broken = false;

  constructor(
    readonly stream: string,
    private readonly report: Report,
  ) {}

  next(event: ChainedEvent): void {
    this.chained ??= event.hash !== null;
    const { previous } = this;
    if (previous && event.place < previous.place) this.find('reordered', event, 'stands before an event that was stored earlier', true);
    if (event.revision > this.revision + 1)
      this.find('removed', event, `follows revision ${this.revision}: ${event.revision - this.revision - 1} event(s) in between are gone`, true);
    this.revision = event.revision;
    if (this.chained && event.hash === null) this.find('inserted', event, 'has no hash, though its stream is chained', true);
    if (this.chained && !this.broken) this.compare(event, previous);
    this.previous = event;
    this.before = previous?.hash ?? null;
  }

  finish(): void {
    if (this.suspect) this.find('edited', this.suspect, 'does not match its hash');
    this.suspect = undefined;
  }

  private compare(event: ChainedEvent, previous: ChainedEvent | undefined): void {
    const fits = (previousHash: string | null, revision: number, candidate = event): boolean =>
      chainHashOfStored(previousHash, { ...candidate, revision }) === candidate.hash;
    const revision = event.revision - this.shift;
    if (fits(previous?.hash ?? null, revision)) {
      this.finish();
      return;
    }
    const { suspect } = this;
    if (previous && suspect && fits(event.hash, revision, suspect)) {
      this.find('reordered', event, 'and the event before it changed places', true);
      return;
    }
    if (previous && fits(this.before, revision - 1)) {
      this.shift += 1;
      this.find('inserted', previous, 'does not belong to the chain: the next event follows the one before it');
      return;
    }
    if (suspect && fits(suspect.hash, revision + 1)) {
      this.shift -= 1;
      this.find('removed', suspect, 'stands where another event was: the chain says that one is gone');
      return;
    }
    this.finish();
    this.suspect = event;
  }

  /** `last`: the rest of the stream is not compared, since everything after would be reported again. */
  private find(kind: Parameters<Report>[0], event: ChainedEvent, message: string, last = false): void {
    if (this.broken) return;
    this.suspect = undefined;
    this.broken = last;
    this.report(kind, this.stream, event.revision, `${this.stream}, revision ${event.revision} (${event.type}, ${event.id}) ${message}`);
  }
}
