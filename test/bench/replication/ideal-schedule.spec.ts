import { idealScheduleMs } from './ideal-schedule.js';

const unhurried = { rate: 1000, burst: 1000 };

describe('the ideal schedule of account creations', () => {
  it('is the longest creation while there are slots enough', () => {
    expect(idealScheduleMs([30_000, 90_000, 60_000], { slots: 5, ...unhurried })).toBe(90_000);
  });

  it('gives each creation the first slot that is free', () => {
    expect(idealScheduleMs([10_000, 40_000, 10_000, 10_000], { slots: 2, ...unhurried })).toBe(40_000);
  });

  it('starts no more than the rate allows after the burst is used up', () => {
    expect(idealScheduleMs([1, 1, 1, 1, 1], { slots: 5, rate: 0.1, burst: 3 })).toBe(20_001);
  });

  it('gains tokens while all slots are taken', () => {
    // The fourth waits for its token until 10 s; by the time a slot is free again, one more has come.
    expect(idealScheduleMs([50_000, 50_000, 50_000, 50_000, 1_000], { slots: 4, rate: 0.1, burst: 3 })).toBe(60_000);
  });
});
