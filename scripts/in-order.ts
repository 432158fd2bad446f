/** Output of one of several programs that run side by side. */
export interface Section {
  write(text: string | Buffer): void;
  close(): void;
}

/**
 * Brings the output of programs that run side by side into the order in which they were started: the first that has not
 * ended is shown as it comes, what the others say is kept until it is their turn.
 */
export class InOrder {
  readonly #show: (text: string | Buffer) => void;
  readonly #waiting: { kept: (string | Buffer)[]; closed: boolean }[] = [];

  constructor(show: (text: string | Buffer) => void) {
    this.#show = show;
  }

  open(): Section {
    const section = { kept: [] as (string | Buffer)[], closed: false };
    this.#waiting.push(section);
    return {
      write: (text) => {
        if (this.#waiting[0] === section) this.#show(text);
        else section.kept.push(text);
      },
      close: () => {
        section.closed = true;
        this.#advance();
      },
    };
  }

  #advance(): void {
    while (this.#waiting[0]?.closed === true) {
      this.#waiting.shift();
      for (const text of this.#waiting[0]?.kept.splice(0) ?? []) this.#show(text);
    }
  }
}
