import type { Delivery } from '@orgledger/event-store';

/** Reads a subscription ahead of its consumer, up to `capacity`, so that whatever has arrived meanwhile makes the next batch. */
export class DeliveryFeed {
  private readonly buffer: Delivery[] = [];
  private ended = false;
  private failure: { readonly error: unknown } | undefined;
  private wakeConsumer: (() => void) | undefined;
  private wakeSource: (() => void) | undefined;
  private readonly pumping: Promise<void>;

  constructor(
    source: AsyncIterable<Delivery>,
    private readonly capacity: number,
  ) {
    this.pumping = this.pump(source);
  }

  /** At least one delivery and about `max`; undefined at the end. What was made from one stored event stays together. Throws the source's error once all before it is taken. */
  async take(max: number): Promise<readonly Delivery[] | undefined> {
    for (;;) {
      const size = this.batchSize(max);
      if (size > 0) {
        const batch = this.buffer.splice(0, size);
        this.wakeSource?.();
        return batch;
      }
      if (this.failure) throw this.failure.error;
      if (this.ended) return undefined;
      await new Promise<void>((resolve) => (this.wakeConsumer = resolve));
      // One turn of the event loop, so that a page read at once becomes one batch.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  /** To be awaited after the subscription's signal was aborted. */
  async finished(): Promise<void> {
    this.ended = true;
    this.wakeSource?.();
    await this.pumping;
  }

  private batchSize(max: number): number {
    let size = Math.min(max, this.buffer.length);
    while (size > 0 && continues(this.buffer[size - 1])) {
      if (size === this.buffer.length) return 0;
      size += 1;
    }
    return size;
  }

  private async pump(source: AsyncIterable<Delivery>): Promise<void> {
    try {
      for await (const delivery of source) {
        this.buffer.push(delivery);
        this.wakeConsumer?.();
        while (this.buffer.length >= this.capacity && !this.ended && !continues(delivery))
          await new Promise<void>((resolve) => (this.wakeSource = resolve));
        if (this.ended) break;
      }
    } catch (error) {
      this.failure = { error };
    }
    this.ended = true;
    this.wakeConsumer?.();
  }
}

const continues = (delivery: Delivery | undefined): boolean => delivery?.kind === 'event' && delivery.continues === true;
