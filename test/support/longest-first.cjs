// The spec files that take longest start first, so that all cores end together; the others follow in random order, by jest's seed.
const { createHash } = require('node:crypto');
const { relative } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** From half a minute on, longest first. */
const slow = [
  'test/chaos/random-faults.e2e.spec.ts',
  'test/chaos/killed-with-the-call-open.e2e.spec.ts',
  'test/chaos/killed-after-the-intent.e2e.spec.ts',
  'test/chaos/killed-before-the-outcome.e2e.spec.ts',
  'test/policies/mutations.e2e.spec.ts',
  'test/replication/plan-is-act.spec.ts',
  'test/policies/platform-verification.e2e.spec.ts',
];

module.exports = class LongestFirst extends Sequencer {
  constructor(options) {
    super(options);
    this.seed = options?.globalConfig?.seed ?? 0;
  }

  sort(tests) {
    const place = ({ path, context }) => {
      const file = relative(context.config.rootDir, path);
      const rank = slow.indexOf(file);
      return rank >= 0 ? rank : slow.length + createHash('sha256').update(`${this.seed} ${file}`).digest().readUInt32BE(0) / 2 ** 32;
    };
    return [...tests].sort((a, b) => place(a) - place(b));
  }
};
