/* tslint:disable */
/* eslint-disable */

/**
 * A model that reads articles.
 */
export class Engine {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What would change the label of a paragraph of the first article of a file, or of the one of an index: the JSON of a list of
     * sentences. It takes as long as reading the article, so it is asked for one paragraph at a time.
     *
     * # Errors
     * If the file cannot be read.
     */
    changes(name: string, bytes: Uint8Array | number[], format: string | null | undefined, index: number | null | undefined, paragraph: number): string;
    /**
     * The same of an article that is a JSON list of strings.
     *
     * # Errors
     * If it is no list of strings.
     */
    changes_in_rows(texts: string, paragraph: number): string;
    /**
     * Reads a file and scores its articles, or the one of an index: the bytes that `oped score --format jsonl` or `--format csv` writes.
     *
     * # Errors
     * If it cannot be read, or there is no such format.
     */
    lines(name: string, bytes: Uint8Array | number[], format: string | null | undefined, index: number | null | undefined, out: string): string;
    /**
     * An engine with the model of these bytes.
     *
     * # Errors
     * If they are no model, or one of another version.
     */
    constructor(model: Uint8Array | number[]);
    /**
     * Reads a file and scores its articles, for a list of many: the JSON of a list of [`Overview`]s.
     *
     * # Errors
     * If it cannot be read.
     */
    overview(name: string, bytes: Uint8Array | number[], format?: string | null): string;
    /**
     * Reads a file and explains its articles, or the one of an index: the JSON of a list of [`Reading`]s. Without a format, it is
     * detected.
     *
     * # Errors
     * If it cannot be read.
     */
    read(name: string, bytes: Uint8Array | number[], format?: string | null, index?: number | null): string;
    /**
     * Explains the paragraphs of one article, a JSON list of strings: the JSON of a [`Reading`].
     *
     * # Errors
     * If it is no list of strings.
     */
    rows(texts: string): string;
}

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_engine_free: (a: number, b: number) => void;
    readonly engine_changes: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number) => [number, number, number, number];
    readonly engine_changes_in_rows: (a: number, b: number, c: number, d: number) => [number, number, number, number];
    readonly engine_lines: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number) => [number, number, number, number];
    readonly engine_new: (a: number, b: number) => [number, number, number];
    readonly engine_overview: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number, number];
    readonly engine_read: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number) => [number, number, number, number];
    readonly engine_rows: (a: number, b: number, c: number) => [number, number, number, number];
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
