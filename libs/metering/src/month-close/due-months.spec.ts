import { monthToClose } from './due-months.js';
import type { DueCandidate } from './due-months.js';

const candidate = (month: string, more: Partial<DueCandidate> = {}): DueCandidate => ({
  month,
  status: 'open',
  failing: [],
  waitIsOver: true,
  ...more,
});
const blocked = (...codes: string[]) => codes.map((code) => ({ code, passed: false, message: code }));

describe('the schedule asks to close', () => {
  it('the oldest month that is not closed, one at a time', () => {
    expect(monthToClose([candidate('2026-04', { status: 'closed' }), candidate('2026-05'), candidate('2026-06')])).toBe('2026-05');
    expect(monthToClose([candidate('2026-05', { status: 'asked' }), candidate('2026-06')])).toBeUndefined();
    expect(monthToClose([])).toBeUndefined();
  });

  it('nothing before the wait is over', () => {
    expect(monthToClose([candidate('2026-06', { waitIsOver: false })])).toBeUndefined();
  });

  it('no reopened month: who reopened it says when', () => {
    expect(monthToClose([candidate('2026-05', { status: 'reopened' }), candidate('2026-06')])).toBeUndefined();
  });

  it('a blocked month only when other checks block it than the last time, or none', () => {
    expect(monthToClose([candidate('2026-06', { failing: ['PULLS_DIFFER'] })])).toBe('2026-06');
    expect(monthToClose([candidate('2026-06', { failing: ['PULLS_DIFFER'], blocked: blocked('PULLS_DIFFER') })])).toBeUndefined();
    expect(monthToClose([candidate('2026-06', { failing: ['STILL_ESTIMATED'], blocked: blocked('PULLS_DIFFER') })])).toBe('2026-06');
    expect(monthToClose([candidate('2026-06', { blocked: blocked('CLOSE_BLOCKED_RATE') })])).toBe('2026-06');
  });
});
