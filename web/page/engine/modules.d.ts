// What the bundler resolves: the glue that wasm-bindgen wrote, and scripts as text.

declare module "oped-engine" {
  /** Starts the compiled engine; once in a script. */
  export default function init(source: { module_or_path: WebAssembly.Module }): Promise<unknown>;

  /** The library over the model. Results are JSON; errors are thrown with a message for people. */
  export class Engine {
    constructor(model: Uint8Array);
    read(name: string, bytes: Uint8Array, format?: string, index?: number): string;
    overview(name: string, bytes: Uint8Array, format?: string): string;
    rows(texts: string): string;
    changes(
      name: string,
      bytes: Uint8Array,
      format: string | undefined,
      index: number | undefined,
      paragraph: number,
    ): string;
    changes_in_rows(texts: string, paragraph: number): string;
    lines(name: string, bytes: Uint8Array, format: string | undefined, index: number | undefined, out: string): string;
  }
}

declare module "*?text" {
  const text: string;
  export default text;
}
