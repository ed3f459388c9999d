// Work that follows what is typed: one piece at a time, and of those that wait only the last one.

/** `put` never waits; what comes while `work` is under way replaces what waited. */
export class Latest<Value> {
  private waiting: { value: Value } | null = null;
  private isWorking = false;

  constructor(private readonly work: (value: Value) => Promise<void>) {}

  put(value: Value): void {
    this.waiting = { value };
    if (!this.isWorking) void this.run();
  }

  /** What waits is not done. */
  cancel(): void {
    this.waiting = null;
  }

  private async run(): Promise<void> {
    this.isWorking = true;
    while (this.waiting) {
      const { value } = this.waiting;
      this.waiting = null;
      await this.work(value);
    }
    this.isWorking = false;
  }
}
