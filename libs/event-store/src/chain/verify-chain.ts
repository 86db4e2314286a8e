import { anchorStream } from './anchor.js';
import type { RecordedAnchor } from './anchor.js';
import type { ChainedLog, ChainFinding, ChainReport, Report } from './chain-report.js';
import { StreamWalk } from './stream-walk.js';
import { VouchedHeads } from './vouched-heads.js';

/**
 * Recomputes every chain and compares the heads with the anchors of the store and with anchors exported earlier, which also show
 * a history that was rewritten together with all its hashes and anchors.
 */
export const verifyChain = (log: ChainedLog, exported: readonly RecordedAnchor[] = []): ChainReport => {
  const findings: ChainFinding[] = [];
  const report: Report = (kind, stream, revision, message) => void findings.push({ kind, stream, revision, message });
  const vouched = new VouchedHeads(report);
  const anchors = [...log.recordedAnchors()];
  for (const anchor of anchors) vouched.add(anchor, 'the anchors of the store');
  for (const anchor of exported) vouched.add(anchor, 'the exported anchors');
  compareAnchors(anchors, exported, report);

  let events = 0;
  let streams = 0;
  const finishStream = (walk: StreamWalk | undefined): void => {
    if (!walk) return;
    streams += 1;
    walk.finish();
    vouched.finish(walk.stream, walk.revision);
  };
  let walk: StreamWalk | undefined;
  for (const event of log.chainedEvents()) {
    events += 1;
    if (walk?.stream !== event.stream) {
      finishStream(walk);
      walk = new StreamWalk(event.stream, report);
    }
    walk.next(event);
    vouched.check(event);
  }
  finishStream(walk);
  vouched.finishMissing();

  const last = log.lastPlace();
  for (const { place, events: counted } of anchors) {
    const now = log.countUpTo(place);
    if (now !== counted) {
      report(
        now < counted ? 'removed' : 'inserted',
        anchorStream,
        0,
        `up to position ${place} there were ${counted} events when they were anchored; now there are ${now}`,
      );
      break;
    }
  }
  if (log.countUpTo(last) < last) report('removed', '', 0, `${last - log.countUpTo(last)} of ${last} positions that were given out are empty`);
  const sinceLastAnchor = last - (anchors.at(-1)?.place ?? 0);
  return { ok: findings.length === 0, events, streams, anchors: anchors.length, sinceLastAnchor, findings };
};

const compareAnchors = (stored: readonly RecordedAnchor[], exported: readonly RecordedAnchor[], report: Report): void => {
  const byRevision = new Map(stored.map((anchor) => [anchor.revision, anchor.hash]));
  for (const { revision, hash } of exported) {
    if (byRevision.get(revision) === hash) continue;
    const what = byRevision.has(revision) ? 'differs from the exported one' : 'is missing';
    report('rewritten', anchorStream, revision, `anchor ${revision} of the store ${what}: the history was rewritten after the export`);
    return;
  }
};
